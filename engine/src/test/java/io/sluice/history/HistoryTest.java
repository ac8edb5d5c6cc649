package io.sluice.history;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.History;
import io.sluice.task.view.HistoryStep;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is recorded of queues while engines run. */
@Timeout(60)
class HistoryTest {
  private static final TaskType<String, String> ECHO =
      TaskType.of("echo", String.class, String.class);
  private static final TaskType<String, String> FAIL =
      TaskType.of("fail", String.class, String.class);
  private static final Duration RUN = Duration.ofMillis(40);

  @RegisterExtension
  static final TestEngine ENGINE = TestEngine.with(config -> config.withMaintainAllQueues(true));

  private final String queue = ENGINE.queue();

  @Test
  void showsWhatWasEnqueuedAndHowItEndedAndHowLongItTook() {
    work(ENGINE.sluice());
    enqueue(ENGINE.sluice(), 30);
    ENGINE
        .sluice()
        .enqueue(queue, FAIL.with("x").retry(RetryPolicy.fixed(2, Duration.ofMillis(10))))
        .block(SOON);

    for (HistoryStep step : HistoryStep.values()) {
      History history =
          Eventually.eventually(
              history(ENGINE.sluice(), step),
              seen -> sum(seen, History.Point::succeeded) == 30 && runs(seen) == 32);
      assertThat(sum(history, History.Point::enqueued)).isEqualTo(31);
      assertThat(sum(history, History.Point::retried)).isOne();
      assertThat(sum(history, History.Point::dead)).isOne();
      assertThat(sum(history, point -> point.waits().count())).isEqualTo(31);
      assertThat(history.points()).hasSize(step.points());
      assertThat(last(history).backlog()).isZero();
      History.Latency run = withRuns(history);
      assertThat(run.p50()).isBetween(Duration.ZERO, RUN.multipliedBy(3));
      assertThat(run.p50()).isLessThanOrEqualTo(run.p99());
    }
  }

  @Test
  void theNamespaceHasTheSumOfItsQueues() {
    String other = ENGINE.queue();
    History before = namespace();
    work(ENGINE.sluice());
    enqueue(ENGINE.sluice(), 5);
    ENGINE.sluice().enqueue(other, ECHO.with("waits")).block(SOON);

    Eventually.eventually(
        ENGINE.sluice().queues().history(HistoryStep.MINUTE, 1440),
        seen ->
            sum(seen, History.Point::succeeded) >= sum(before, History.Point::succeeded) + 5
                && sum(seen, History.Point::enqueued) >= sum(before, History.Point::enqueued) + 6
                && last(seen).backlog() != null
                && last(seen).backlog() >= 1);
    assertThat(
            sum(
                ENGINE
                    .sluice()
                    .queues()
                    .history(List.of(queue, other), HistoryStep.MINUTE, 2)
                    .block(SOON),
                History.Point::enqueued))
        .isEqualTo(6);
  }

  @Test
  void severalEnginesAddUpAndTheirEndLosesNothing() {
    Sluice first = another();
    Sluice second = another();
    work(first);
    work(second);
    enqueue(first, 50);
    Eventually.eventually(history(first, HistoryStep.MINUTE), seen -> runs(seen) == 50);
    first.close();
    second.close();

    History after = history(ENGINE.sluice(), HistoryStep.MINUTE).block(SOON);

    assertThat(sum(after, History.Point::succeeded)).isEqualTo(50);
    assertThat(runs(after)).isEqualTo(50);
  }

  @Test
  void aQueueThatNobodyKnowsHasAnEmptyHistory() {
    History history = history(ENGINE.sluice(), HistoryStep.SECOND).block(SOON);

    assertThat(history.points()).hasSize(300);
    assertThat(sum(history, History.Point::enqueued)).isZero();
    assertThat(last(history).backlog()).isNull();
  }

  private static Sluice another() {
    return Sluice.connect(ENGINE.redis().uri());
  }

  private void work(Sluice sluice) {
    sluice
        .worker(queue)
        .handle(ECHO, task -> Mono.delay(RUN).thenReturn("done"))
        .handle(FAIL, task -> Mono.error(new IllegalStateException("fails")))
        .start();
  }

  private void enqueue(Sluice sluice, int count) {
    Flux.range(0, count).flatMap(i -> sluice.enqueue(queue, ECHO.with("x"))).blockLast(SOON);
  }

  private Mono<History> history(Sluice sluice, HistoryStep step) {
    return sluice.queues().history(List.of(queue), step, step.points());
  }

  private static History namespace() {
    return ENGINE.sluice().queues().history(HistoryStep.MINUTE, 1440).block(SOON);
  }

  private static History.Point last(History history) {
    return history.points().get(history.points().size() - 1);
  }

  private static History.Latency withRuns(History history) {
    return history.points().stream()
        .map(History.Point::runs)
        .filter(run -> run.count() > 0)
        .reduce((one, other) -> other)
        .orElseThrow();
  }

  private static long runs(History history) {
    return sum(history, point -> point.runs().count());
  }

  private static long sum(History history, ToLongFunction<History.Point> of) {
    return history.points().stream().mapToLong(of).sum();
  }
}
