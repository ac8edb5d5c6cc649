package io.sluice.load.scenario;

import io.sluice.WorkerBuilder;
import io.sluice.load.measure.Cost;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.measure.Timeline;
import io.sluice.load.measure.Usage;
import io.sluice.load.result.RunResult;
import io.sluice.load.traffic.Stall;
import io.sluice.task.enqueue.Correlated;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.enqueue.NewTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Builds a backlog, then lets one worker run it down with a handler that does nothing: what the
 * engine costs when it has all it can take, enqueue and run apart from each other.
 */
public final class Drain implements Scenario {
  /** Two bytes of log each; more than this is a run to split. */
  public static final int MAX_TASKS = 50_000_000;

  private static final double NANOS_PER_SECOND = 1e9;

  /** Held tasks must not be cut off before the rest is done. */
  private static final Duration HELD_TIMEOUT = Duration.ofDays(1);

  private final int tasks;
  private final int hold;
  private final int concurrency;
  private final Payloads payloads;
  private final Lanes lanes;
  private final boolean batch;
  private final int partitions;

  public Drain(int tasks, int concurrency, Payloads payloads) {
    this(tasks, 0, concurrency, payloads, Lanes.NONE);
  }

  public Drain(int tasks, int hold, int concurrency, Payloads payloads, Lanes lanes) {
    this(tasks, hold, concurrency, payloads, lanes, false, 1);
  }

  /**
   * @param hold slots, on top of the others, whose tasks end only when all the others have: what a
   *     task costs while so many are in flight
   * @param lanes the priorities and groups that the tasks have
   * @param batch whether all tasks are members of one batch, whose callback is judged
   * @param partitions of the queue; 1 for one that is not divided
   */
  public Drain(
      int tasks,
      int hold,
      int concurrency,
      Payloads payloads,
      Lanes lanes,
      boolean batch,
      int partitions) {
    if (tasks < 1 || tasks > MAX_TASKS) {
      throw new IllegalArgumentException(
          "tasks must be 1 to " + MAX_TASKS + ", is " + tasks + ": set -n");
    }
    if (hold < 0 || hold + concurrency > WorkerBuilder.MAX_CONCURRENCY) {
      throw new IllegalArgumentException(
          "--hold and --concurrency together must be at most "
              + WorkerBuilder.MAX_CONCURRENCY
              + " slots, are "
              + hold
              + " and "
              + concurrency);
    }
    this.tasks = tasks;
    this.hold = hold;
    this.concurrency = concurrency;
    this.payloads = payloads;
    this.lanes = lanes;
    this.batch = batch;
    this.partitions = partitions;
  }

  @Override
  public String name() {
    return "drain";
  }

  @Override
  public Mono<RunResult> run(Bench bench) {
    return Mono.defer(
        () -> new Pass(bench, bench.settlements()::ended, pass -> pass.backlog(bench)).run());
  }

  /** Does it once, by the bare protocol, which has none of what can be asked for. Cold. */
  public Mono<RunResult> run(BareSite bare) {
    return Mono.defer(
        () -> new Pass(bare, bare::ended, pass -> bare.fill(tasks, payloads, pass.sends)).run());
  }

  /**
   * When all the held slots were taken and the rest began to flow, when the last of it had ended,
   * and what was used by then.
   */
  private record Drained(long began, Usage from, long ended, Usage usage, long tasks) {}

  /** What was used before and after the backlog was built, and when it was gone. */
  private record Phases(Usage empty, Usage full, Drained drained) {}

  private final class Pass {
    private final Site site;
    private final LongSupplier done;
    private final Function<Pass, Mono<Void>> backlog;
    private final TaskLog log = new TaskLog(hold + tasks);
    private final Held held = new Held(hold);

    private final SendBook sends = new SendBook(log);

    /** Of which all tasks are members; null without one. */
    private volatile @Nullable DrainBatch ofAll;

    /**
     * @param done how many tasks have ended
     * @param backlog puts all of them in
     */
    Pass(Site site, LongSupplier done, Function<Pass, Mono<Void>> backlog) {
      this.site = site;
      this.done = done;
      this.backlog = backlog;
    }

    Mono<RunResult> run() {
      return site.ready()
          .then(Mono.defer(() -> site.sampled(new Untimed(done, sends, log), filledAndDrained())))
          .flatMap(
              done ->
                  site.judge(log, 1)
                      .flatMap(
                          judged ->
                              problems(judged.verdict())
                                  .map(
                                      problems ->
                                          result(
                                              done.value(),
                                              judged.verdict(),
                                              done.timeline(),
                                              problems))));
    }

    private Mono<Phases> filledAndDrained() {
      return site.usage()
          .flatMap(
              empty ->
                  backlog
                      .apply(this)
                      .then(site.usage())
                      .flatMap(full -> drained().map(end -> new Phases(empty, full, end))));
    }

    Mono<Void> backlog(Bench bench) {
      if (!batch) {
        return bench.divided(partitions).then(backlog(bench, task -> task));
      }
      return DrainBatch.open(bench)
          .doOnNext(opened -> ofAll = opened)
          .flatMap(
              opened ->
                  backlog(bench, task -> task.in(opened.id()))
                      .then(Mono.defer(() -> opened.seal())));
    }

    private Mono<Void> backlog(Bench bench, UnaryOperator<NewTask<byte[], byte[]>> member) {
      Flux<Correlated<Integer>> all =
          Flux.range(0, hold + tasks).map(sequence -> task(sequence, member));
      return bench
          .sluice()
          .enqueueAll(bench.queue(), all)
          .doOnNext(this::note)
          .takeUntilOther(Stall.of(sends::answered))
          .then();
    }

    private Correlated<Integer> task(int sequence, UnaryOperator<NewTask<byte[], byte[]>> member) {
      sends.sent(sequence);
      NewTask<byte[], byte[]> task = member.apply(Bench.TYPE.with(payloads.of(sequence)));
      return sequence < hold
          ? task.timeout(HELD_TIMEOUT).correlate(sequence)
          : lanes.task(sequence, task).correlate(sequence);
    }

    private void note(EnqueueResult<Integer> result) {
      if (result instanceof EnqueueResult.Accepted<Integer> accepted) {
        sends.accepted(accepted.correlation(), accepted.task().id());
      } else if (result instanceof EnqueueResult.Rejected<Integer> rejected) {
        sends.failed(rejected.correlation(), rejected.error());
      }
    }

    private Mono<Drained> drained() {
      return site.withWorkers(
          List.of(hold + concurrency),
          this::handle,
          () -> flowed().flatMap(drained -> released().thenReturn(drained)));
    }

    private Publisher<byte[]> handle(byte[] payload) {
      int sequence = Payloads.sequence(payload);
      log.executed(sequence);
      return sequence < hold ? held.task() : Mono.empty();
    }

    /** The held ones are first in line, so that only little of the rest is done before they are. */
    private Mono<Drained> flowed() {
      long started = System.nanoTime();
      return held.allStarted()
          .then(site.usage())
          .flatMap(
              from -> {
                long began = hold == 0 ? started : from.nanoTime();
                long before = done.getAsLong();
                return site.reach(log.acknowledgedCount() - hold)
                    .flatMap(ended -> drained(began, from, ended, before));
              });
    }

    private Mono<Drained> drained(long began, Usage from, long ended, long before) {
      long tasks = done.getAsLong() - before;
      return site.usage().map(usage -> new Drained(began, from, ended, usage, tasks));
    }

    private Mono<Long> released() {
      return Mono.defer(
          () -> {
            held.letGo();
            return site.reach(log.acknowledgedCount());
          });
    }

    private Mono<List<String>> problems(LedgerVerdict ledger) {
      DrainBatch members = ofAll;
      return (members == null ? Mono.just(List.<String>of()) : members.problems(ledger.succeeded()))
          .map(problems -> Stream.concat(sends.problems().stream(), problems.stream()).toList());
    }

    private RunResult result(
        Phases done, LedgerVerdict ledger, Timeline timeline, List<String> problems) {
      Usage empty = done.empty();
      Usage full = done.full();
      Drained end = done.drained();
      Cost enqueue = Cost.between(empty, full, ledger.accepted());
      Cost run =
          hold == 0
              ? Cost.between(full, end.usage(), ledger.succeeded())
              : Cost.between(end.from(), end.usage(), end.tasks());
      double bytes = (double) (full.redisMemoryBytes() - empty.redisMemoryBytes()) / (hold + tasks);
      return new RunResult(
          name(),
          new RunResult.Figures(
              new RunResult.Throughput(
                  perSecond(ledger.accepted(), full.nanoTime() - empty.nanoTime()),
                  perSecond(
                      hold == 0 ? ledger.succeeded() : end.tasks(), end.ended() - end.began())),
              Map.of(),
              new RunResult.Costs(enqueue, run, enqueue.plus(run), bytes),
              timeline,
              special(end)),
          null,
          ledger,
          problems);
    }
  }

  private RunResult.Special special(Drained end) {
    return hold == 0
        ? RunResult.Special.NONE
        : new RunResult.Special(
            Map.of("held", Map.of("slots", hold, "tasksMeasured", end.tasks())), Map.of());
  }

  private static double perSecond(long tasks, long nanos) {
    return tasks * NANOS_PER_SECOND / nanos;
  }
}
