package io.sluice.fairness;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.WorkerBuilder;
import io.sluice.remote.ClaimRequest;
import io.sluice.remote.RemoteTask;
import io.sluice.remote.Report;
import io.sluice.task.TaskState;
import io.sluice.task.ThrottleGroupException;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.BatchOutcome;
import io.sluice.task.handler.RetryRule;
import io.sluice.task.view.Explanation;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A group that is throttled from outside rests on all workers, and no attempt counts. */
class ThrottleTest {
  private static final TaskType<String, String> CALL =
      TaskType.of("call", String.class, String.class);
  private static final Duration LONG = Duration.ofHours(1);

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  /** Each way to say so, for the tasks of group a; those of others succeed. */
  @SuppressWarnings("ImmutableEnumChecker") // functions without a state
  enum Way {
    HANDLER(
        (sluice, queue) ->
            started(
                worker(sluice, queue)
                    .handle(
                        CALL,
                        task ->
                            "a".equals(task.group())
                                ? Mono.error(new ThrottleGroupException(LONG))
                                : Mono.empty()))),
    RULE(
        (sluice, queue) ->
            started(
                worker(sluice, queue)
                    .handle(
                        CALL,
                        task ->
                            "a".equals(task.group())
                                ? Mono.error(new IllegalStateException("429"))
                                : Mono.empty())
                    .retry(RetryRule.on(IllegalStateException.class, RetryRule.throttle(LONG))))),
    BATCH(
        (sluice, queue) ->
            started(
                worker(sluice, queue)
                    .handleBatch(
                        CALL,
                        1,
                        Duration.ofMillis(1),
                        tasks ->
                            Flux.fromIterable(tasks)
                                .map(
                                    task ->
                                        "a".equals(task.group())
                                            ? BatchOutcome.throttle(task, LONG)
                                            : BatchOutcome.succeed(task, null))))),
    RECEIVER(
        (sluice, queue) ->
            sluice
                .receive(queue, CALL)
                .concatMap(
                    task -> "a".equals(task.group()) ? task.throttle(LONG) : task.succeed(null), 1)
                .subscribe(nothing -> {}, error -> {})),
    REMOTE(
        (sluice, queue) ->
            Flux.interval(Duration.ZERO, Duration.ofMillis(50))
                .onBackpressureDrop()
                .concatMap(tick -> remotely(sluice, queue), 1)
                .subscribe(nothing -> {}, error -> {}));

    private final BiFunction<Sluice, String, Disposable> start;

    Way(BiFunction<Sluice, String, Disposable> start) {
      this.start = start;
    }

    /** It ends with its engine. */
    private static Disposable started(WorkerBuilder worker) {
      worker.start();
      return () -> {};
    }

    private static WorkerBuilder worker(Sluice sluice, String queue) {
      return sluice.worker(queue).concurrency(1);
    }

    private static Mono<Void> remotely(Sluice sluice, String queue) {
      return sluice
          .remote(queue)
          .claim(new ClaimRequest(null, 1, Duration.ZERO, Set.of()))
          .flatMap(
              claimed ->
                  sluice
                      .remote(queue)
                      .settle(claimed.session(), claimed.tasks().stream().map(Way::ended).toList()))
          .then();
    }

    private static Report ended(RemoteTask claimed) {
      TaskView task = claimed.task();
      return new Report(
          task.id(),
          claimed.token(),
          "a".equals(task.options().group())
              ? new Report.Ended.Throttled(LONG)
              : new Report.Ended.Succeeded(new byte[0]));
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void theGroupRestsTheOthersGoOnAndNoAttemptCounts(Way way) {
    TaskHandle<String> first = enqueue("a");
    TaskHandle<String> second = enqueue("a");
    TaskHandle<String> other = enqueue("b");
    TaskHandle<String> plain = sluice.enqueue(queue, CALL.with("x")).block(SOON);

    Disposable working = way.start.apply(sluice, queue);

    assertThat(ENGINE.ended(queue, other.id().value()).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ENGINE.ended(queue, plain.id().value()).state()).isEqualTo(TaskState.SUCCEEDED);
    Explanation why =
        Eventually.eventually(
            sluice.tasks().explain(queue, first.id().value()),
            found -> codes(found).contains(Explanation.Code.RATE));
    assertThat(until(why)).isAfter(first.createdAt().plus(Duration.ofMinutes(59)));
    for (TaskHandle<String> held : List.of(first, second)) {
      TaskView task = ENGINE.find(queue, held.id().value());
      assertThat(task.state()).isEqualTo(TaskState.READY);
      assertThat(task.attempt()).isZero();
      assertThat(task.failures()).isEmpty();
    }
    working.dispose();
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void theGroupGoesOnByItselfInItsOrder() {
    Duration pause = Duration.ofMillis(300);
    List<String> runs = new CopyOnWriteArrayList<>();
    TaskHandle<String> first = enqueue("a");
    TaskHandle<String> second = enqueue("a");
    sluice
        .worker(queue)
        .concurrency(1)
        .handle(
            CALL,
            task -> {
              runs.add(task.id() + " " + task.attempt());
              return runs.size() == 1
                  ? Mono.error(new ThrottleGroupException(pause))
                  : Mono.empty();
            })
        .start();

    TaskView last = ENGINE.ended(queue, second.id().value());

    assertThat(runs).containsExactly(first.id() + " 1", first.id() + " 1", second.id() + " 1");
    assertThat(last.startedAt()).isAfterOrEqualTo(first.createdAt().plus(pause));
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  private TaskHandle<String> enqueue(String group) {
    return sluice.enqueue(queue, CALL.with("x").group(group)).block(SOON);
  }

  private static List<Explanation.Code> codes(Explanation why) {
    return why.reasons().stream().map(Explanation.Reason::code).toList();
  }

  private static Instant until(Explanation why) {
    return why.reasons().stream()
        .filter(reason -> reason.code() == Explanation.Code.RATE)
        .map(Explanation.Reason::until)
        .findFirst()
        .orElseThrow();
  }
}
