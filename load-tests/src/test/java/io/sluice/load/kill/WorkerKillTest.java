package io.sluice.load.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.EnqueueResult;
import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.load.measure.LedgerCheck;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.target.Target;
import io.sluice.load.target.Targets;
import io.sluice.task.Correlated;
import io.sluice.task.Ledger;
import io.sluice.task.QueueView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/**
 * Kills a worker process that has all tasks running, and times how soon another one starts them
 * again.
 */
class WorkerKillTest {
  private static final int TASKS = 1000;
  private static final Duration SESSION = Duration.ofSeconds(3);

  /** Long enough that on a busy machine, too, no task is done before its worker is killed. */
  private static final Duration RUN_TIME = Duration.ofSeconds(4);

  /** What the promise allows beyond the session's life. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final String QUEUE = "kill";
  private static final String NAMESPACE = "kill-test";

  private final TaskLog log = new TaskLog(TASKS);
  private final AtomicLongArray restartedAt = new AtomicLongArray(TASKS);

  @Test
  void everyTaskOfAKilledWorkerRunsAgainWithinASessionAndTwoSeconds() throws Exception {
    try (Target target = Targets.open("embedded");
        Sluice sluice = Sluice.builder(config(target)).connect();
        WorkerProcess first = worker(target, this::startedFirst);
        WorkerProcess second = worker(target, this::startedAgain)) {
      first.awaitUp(LIMIT);
      second.awaitUp(LIMIT);
      first.work(LIMIT);
      enqueueAll(sluice);
      await(sluice, view -> view.counts().running() == TASKS);
      second.work(LIMIT);

      long killedAt = System.currentTimeMillis();
      first.kill();
      long running = await(sluice, view -> true).counts().running();
      QueueView end = await(sluice, view -> view.totals().succeeded() == TASKS);
      long tookMillis = System.currentTimeMillis() - killedAt;

      assertThat(running).isEqualTo(TASKS);
      assertThat(tookMillis).isLessThanOrEqualTo(SESSION.plus(SLACK).plus(RUN_TIME).toMillis());
      assertThat(redeliveryP99(killedAt)).isLessThanOrEqualTo(SESSION.plus(SLACK).toMillis());
      assertThat(end.totals().reaped()).isEqualTo(running);
      assertLedger(sluice);
    }
  }

  private void startedFirst(int number, long epochMillis) {
    log.executed(number);
  }

  private void startedAgain(int number, long epochMillis) {
    log.executed(number);
    restartedAt.compareAndSet(number, 0, epochMillis);
  }

  private void enqueueAll(Sluice sluice) {
    Flux<Correlated<Integer>> tasks =
        Flux.range(0, TASKS)
            .doOnNext(log::sent)
            .map(n -> WorkerMain.TYPE.with(WorkerMain.payload(n)).correlate(n));
    sluice
        .enqueueAll(QUEUE, tasks)
        .cast(EnqueueResult.Accepted.class)
        .doOnNext(result -> log.acknowledged((Integer) result.correlation(), result.task().id()))
        .then()
        .block(LIMIT);
  }

  private long redeliveryP99(long killedAt) {
    long[] took =
        IntStream.range(0, TASKS).mapToLong(n -> restartedAt.get(n) - killedAt).sorted().toArray();
    System.out.printf(
        "redelivery after a kill, ms: p50 %d, p99 %d, max %d (session %d)%n",
        took[TASKS / 2], took[TASKS * 99 / 100], took[TASKS - 1], SESSION.toMillis());
    assertThat(took[0]).as("every task started again").isPositive();
    return took[TASKS * 99 / 100];
  }

  private void assertLedger(Sluice sluice) {
    Ledger audit = Objects.requireNonNull(sluice.queues().audit(QUEUE).block(LIMIT));
    LedgerVerdict verdict = LedgerCheck.judge(log, audit, null);
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.succeeded()).isEqualTo(TASKS);
    assertThat(audit.balanced()).isTrue();
  }

  private static QueueView await(Sluice sluice, Predicate<QueueView> condition) {
    return Objects.requireNonNull(
        sluice
            .queues()
            .find(QUEUE)
            .repeatWhen(rounds -> rounds.delayElements(POLL))
            .filter(condition)
            .next()
            .block(LIMIT));
  }

  private static WorkerProcess worker(Target target, WorkerProcess.StartListener listener)
      throws IOException {
    return WorkerProcess.start(
        List.of(
            target.redisUri(),
            NAMESPACE,
            QUEUE,
            String.valueOf(SESSION.toMillis()),
            String.valueOf(TASKS + 24),
            String.valueOf(RUN_TIME.toMillis())),
        listener);
  }

  private static SluiceConfig config(Target target) {
    return SluiceConfig.of(target.redisUri()).withNamespace(NAMESPACE).withSessionLife(SESSION);
  }
}
