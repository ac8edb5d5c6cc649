package io.sluice.fairness;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.Delivery;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Workers that may take nothing of what waits rest until they are told that they may. */
class WordTest {
  private static final TaskType<String, String> OTHER =
      TaskType.of("other", String.class, String.class);
  private static final TaskType<String, String> MINE =
      TaskType.of("mine", String.class, String.class);
  private static final Pattern SCRIPT_CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

  /** Maintenance and heartbeats call scripts too, and what happened is recorded once a second. */
  private static final double FEW_CALLS = 15;

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final List<String> received = new CopyOnWriteArrayList<>();

  @Test
  void aReceiverOfOneTypeRestsWhileGroupsHaveTasksOfOtherTypes() {
    for (int i = 0; i < 5; i++) {
      sluice.enqueue(queue, OTHER.with("t" + i).group("g" + i % 2)).block(SOON);
    }
    Disposable receiving =
        sluice
            .receive(queue, MINE)
            .concatMap(this::succeed)
            .subscribe(nothing -> {}, error -> received.add(error.toString()));
    Eventually.eventually(ENGINE.stats(queue), view -> view.workers() == 1);

    assertThat(scriptCallsASecond()).isLessThan(FEW_CALLS);

    TaskHandle<String> mine = sluice.enqueue(queue, MINE.with("m").group("g0")).block(SOON);
    Eventually.eventually(() -> received.contains(mine.id().value()));
    receiving.dispose();
  }

  @Test
  void aWorkerOfAQueueThatIsPausedRestsUntilItIsResumed() {
    sluice.queues().pause(queue, "", null).block(SOON);
    sluice.enqueue(queue, MINE.with("m")).block(SOON);
    Worker worker =
        sluice
            .worker(queue)
            .handle(MINE, task -> Mono.fromRunnable(() -> received.add(task.id().value())))
            .start();
    Eventually.eventually(ENGINE.stats(queue), view -> view.workers() == 1);

    assertThat(scriptCallsASecond()).isLessThan(FEW_CALLS);

    sluice.queues().resume(queue).block(SOON);
    Eventually.eventually(() -> received.size() == 1);
    worker.stop(SOON).block(SOON);
  }

  private Mono<Void> succeed(Delivery<String, String> delivery) {
    received.add(delivery.id().value());
    return delivery.succeed(null);
  }

  private static double scriptCallsASecond() {
    long begin = System.nanoTime();
    long before = scriptCalls();
    Mono.delay(Duration.ofSeconds(1)).block(SOON);
    return (scriptCalls() - before) / ((System.nanoTime() - begin) / 1e9);
  }

  private static long scriptCalls() {
    Matcher calls = SCRIPT_CALLS.matcher(ENGINE.tampering().commands().info("commandstats"));
    assertThat(calls.find()).isTrue();
    return Long.parseLong(calls.group(1));
  }
}
