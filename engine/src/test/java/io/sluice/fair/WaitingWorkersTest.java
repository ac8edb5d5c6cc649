package io.sluice.fair;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.task.ThrottleGroupException;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.RateLimit;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Workers of the engine that wait begin a task as soon as it may run. */
@Tag("scaled")
class WaitingWorkersTest {
  private static final TaskType<String, String> WORK =
      TaskType.of("work", String.class, String.class);
  private static final int WORKERS = 6;
  private static final int EPISODES = Integer.getInteger("fair.episodes", 3);
  private static final String GROUP = "tenant";
  private static final Duration SOON = Duration.ofSeconds(15);

  /** The time of a throttle, and between two starts of a rate. */
  private static final Duration REST = Duration.ofMillis(300);

  /** A limit that is freed wakes a worker at once; what frees by time is found by a pass. */
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private static final Duration IN_A_PASS = REST.plusMillis(2_250);

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final Sluice sluice = ENGINE.sluice();
  private final String queue = ENGINE.queue();
  private final LinkedBlockingQueue<String> started = new LinkedBlockingQueue<>();
  private final Map<String, Sinks.One<String>> ends = new ConcurrentHashMap<>();
  private final Set<String> throttled = ConcurrentHashMap.newKeySet();
  private final List<Worker> workers = new ArrayList<>();

  @BeforeEach
  void start() {
    for (int i = 0; i < WORKERS; i++) {
      workers.add(
          sluice.worker(queue).concurrency(1).handle(WORK, task -> run(task.payload())).start());
    }
  }

  @AfterEach
  void stop() {
    workers.forEach(worker -> worker.stop(Duration.ZERO).block(SOON));
  }

  @Test
  void aLimitThatFreesLetsTheNextBegin() throws InterruptedException {
    rule(new GroupRule(1L, 1L, null, null));
    for (int i = 0; i < EPISODES; i++) {
      enqueue("first-" + i);
      begins("first-" + i, SOON);
      enqueue("next-" + i);
      assertThat(started.poll(50, TimeUnit.MILLISECONDS)).isNull();

      end("first-" + i);

      begins("next-" + i, AT_ONCE);
      end("next-" + i);
    }
  }

  @Test
  void aRateThatRefillsLetsTheNextBegin() throws InterruptedException {
    rule(new GroupRule(1L, 0L, new RateLimit(1, REST), null));
    for (int i = 0; i < EPISODES; i++) {
      enqueue("first-" + i);
      enqueue("next-" + i);
      begins("first-" + i, IN_A_PASS);

      begins("next-" + i, IN_A_PASS);
      end("first-" + i);
      end("next-" + i);
    }
  }

  @Test
  void aThrottleThatEndsLetsItsGroupGoOn() throws InterruptedException {
    for (int i = 0; i < EPISODES; i++) {
      String payload = "throttled-" + i;
      throttled.add(payload);
      enqueue(payload);
      begins(payload, SOON);
      long since = System.nanoTime();

      begins(payload, IN_A_PASS);
      // The time of Redis is in ms, and the first start is heard of a little late.
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(REST.minusMillis(100));
      end(payload);
    }
  }

  @Test
  void aQueueThatIsResumedGoesOn() throws InterruptedException {
    for (int i = 0; i < EPISODES; i++) {
      sluice.queues().pause(queue, "", null).block(SOON);
      enqueue("after-" + i);
      assertThat(started.poll(50, TimeUnit.MILLISECONDS)).isNull();

      sluice.queues().resume(queue).block(SOON);

      begins("after-" + i, IN_A_PASS);
      end("after-" + i);
    }
  }

  private Mono<String> run(String payload) {
    return Mono.defer(
        () -> {
          Sinks.One<String> end = Sinks.one();
          ends.put(payload, end);
          started.add(payload);
          return throttled.remove(payload)
              ? Mono.error(new ThrottleGroupException(REST))
              : end.asMono();
        });
  }

  private void begins(String payload, Duration within) throws InterruptedException {
    assertThat(started.poll(within.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(payload);
  }

  private void end(String payload) {
    Sinks.EmitResult unused = ends.get(payload).tryEmitValue("done");
  }

  private void enqueue(String payload) {
    sluice.enqueue(queue, WORK.with(payload).group(GROUP)).block(SOON);
  }

  private void rule(GroupRule rule) {
    sluice.queues().configure(queue, QueueSettings.NONE.groups(Map.of(GROUP, rule))).block(SOON);
  }
}
