package io.sluice.fairness;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.config.QueueShares;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.QueueSettings;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Workers of a queue of which only so many tasks may run: they neither spin nor fall asleep. */
class QueueLimitTest {
  private static final TaskType<String, String> ECHO =
      TaskType.of("echo", String.class, String.class);

  private static final int LIMIT = 2;

  /** Those of a worker that spins would be thousands. */
  private static final double FEW_CALLS = 40;

  private static final Pattern SCRIPT_CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final Sluice sluice = ENGINE.sluice();
  private final String queue = ENGINE.queue();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private Worker worker;

  @BeforeEach
  void limit() {
    limitTo((long) LIMIT);
  }

  @AfterEach
  void stop() {
    worker.stop(Duration.ZERO).block(SOON);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theEndOfATaskMakesRoomAtOnce(boolean shared) {
    enqueue(400);
    long start = System.nanoTime();

    start(shared, Duration.ofMillis(1));

    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == 400);
    assertThat(mostAtOnce).hasValue(LIMIT);
    // By polls alone it would be 50 s.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whileAllThatMayRunsItAsksFewTimes(boolean shared) {
    enqueue(50);
    start(shared, Duration.ofMinutes(1));
    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().running() == LIMIT);
    long begin = System.nanoTime();
    long before = scriptCalls();

    Mono.delay(Duration.ofSeconds(2)).block(SOON);

    double seconds = (System.nanoTime() - begin) / 1e9;
    assertThat((scriptCalls() - before) / seconds)
        .as("script calls a second, of all loops")
        .isLessThan(FEW_CALLS);
    assertThat(worker.running()).isEqualTo(LIMIT);
    assertThat(ENGINE.tampering().landed(queue)).isZero();
  }

  @Test
  void aLimitThatIsLiftedIsSeenWithinTwoSeconds() {
    enqueue(10);
    start(false, Duration.ofMinutes(1));
    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().running() == LIMIT);

    limitTo(7L);
    Eventually.eventually(
        Duration.ofSeconds(2), ENGINE.stats(queue), view -> view.counts().running() == 7);
    limitTo(null);

    Eventually.eventually(
        Duration.ofSeconds(2), ENGINE.stats(queue), view -> view.counts().running() == 10);
  }

  @Test
  void whatEndsAtAnotherWorkerMakesRoomHere() {
    enqueue(6);
    start(false, Duration.ofMillis(1));
    Worker other =
        sluice.worker(queue).concurrency(4).handle(ECHO, task -> Mono.<String>empty()).start();

    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == 6);
    other.stop(SOON).block(SOON);
  }

  private static long scriptCalls() {
    Matcher calls = SCRIPT_CALLS.matcher(ENGINE.tampering().commands().info("commandstats"));
    assertThat(calls.find()).isTrue();
    return Long.parseLong(calls.group(1));
  }

  private void start(boolean shared, Duration length) {
    QueueShares queues =
        shared ? QueueShares.strict(queue, ENGINE.queue()) : QueueShares.strict(queue);
    worker = sluice.worker(queues).concurrency(10).handle(ECHO, task -> run(length)).start();
  }

  private Mono<String> run(Duration length) {
    return Mono.defer(
        () -> {
          mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
          return Mono.delay(length)
              .doOnTerminate(running::decrementAndGet)
              .then(Mono.<String>empty());
        });
  }

  private void limitTo(Long limit) {
    sluice.queues().configure(queue, new QueueSettings(null, limit, null, null)).block(SOON);
  }

  private void enqueue(int count) {
    sluice.enqueueAll(queue, Flux.range(0, count).map(i -> ECHO.with("t" + i))).blockLast(SOON);
  }
}
