package io.sluice.load.scenario;

import io.sluice.EnqueueResult;
import io.sluice.load.measure.Cost;
import io.sluice.load.measure.Latencies;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.Progress;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.measure.Timeline;
import io.sluice.load.measure.Usage;
import io.sluice.task.Correlated;
import java.util.Map;
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

  private final int tasks;
  private final int concurrency;
  private final Payloads payloads;

  public Drain(int tasks, int concurrency, Payloads payloads) {
    if (tasks < 1 || tasks > MAX_TASKS) {
      throw new IllegalArgumentException(
          "tasks must be 1 to " + MAX_TASKS + ", is " + tasks + ": set -n");
    }
    this.tasks = tasks;
    this.concurrency = concurrency;
    this.payloads = payloads;
  }

  @Override
  public String name() {
    return "drain";
  }

  @Override
  public Mono<RunResult> run(Bench bench) {
    return Mono.defer(() -> new Pass(bench).run());
  }

  /** When the worker began, when the last task had ended, and what was used by then. */
  private record Drained(long began, long ended, Usage usage) {}

  /** What was used before and after the backlog was built, and when it was gone. */
  private record Phases(Usage empty, Usage full, Drained drained) {}

  private final class Pass implements Progress {
    private final Bench bench;
    private final TaskLog log = new TaskLog(tasks);

    /** Stays empty: a drain times no task. */
    private final Latencies latencies = new Latencies();

    private final SendBook sends = new SendBook(log);

    Pass(Bench bench) {
      this.bench = bench;
    }

    Mono<RunResult> run() {
      return bench
          .requireUntouched()
          .then(Mono.defer(() -> bench.sampled(this, filledAndDrained())))
          .flatMap(
              done ->
                  bench.judge(log).map(ledger -> result(done.value(), ledger, done.timeline())));
    }

    private Mono<Phases> filledAndDrained() {
      return bench
          .usage()
          .flatMap(
              empty ->
                  backlog()
                      .then(bench.usage())
                      .flatMap(full -> drained().map(end -> new Phases(empty, full, end))));
    }

    /** All of the backlog is due at once, as fast as it is taken. */
    @Override
    public long offered() {
      return sends.made();
    }

    @Override
    public long sent() {
      return sends.made();
    }

    @Override
    public long acknowledged() {
      return log.acknowledgedCount();
    }

    @Override
    public long completed() {
      return bench.settlements().ended();
    }

    @Override
    public Latencies latencies() {
      return latencies;
    }

    private Mono<Void> backlog() {
      Flux<Correlated<Integer>> all = Flux.range(0, tasks).map(this::task);
      return bench
          .sluice()
          .enqueueAll(bench.queue(), all)
          .doOnNext(this::note)
          .takeUntilOther(Stall.of(sends::answered))
          .then();
    }

    private Correlated<Integer> task(int sequence) {
      sends.sent(sequence);
      return Bench.TYPE.with(payloads.of(sequence)).correlate(sequence);
    }

    private void note(EnqueueResult<Integer> result) {
      if (result instanceof EnqueueResult.Accepted<Integer> accepted) {
        sends.accepted(accepted.correlation(), accepted.task());
      } else if (result instanceof EnqueueResult.Rejected<Integer> rejected) {
        sends.failed(rejected.correlation(), rejected.error());
      }
    }

    private Mono<Drained> drained() {
      return Mono.defer(
          () -> {
            long began = System.nanoTime();
            return bench.withWorker(
                concurrency,
                context -> {
                  log.executed(Payloads.sequence(context.payload()));
                  return Mono.empty();
                },
                worker ->
                    bench
                        .settlements()
                        .reach(log.acknowledgedCount())
                        .flatMap(
                            ended -> bench.usage().map(usage -> new Drained(began, ended, usage))));
          });
    }

    private RunResult result(Phases done, LedgerVerdict ledger, Timeline timeline) {
      Usage empty = done.empty();
      Usage full = done.full();
      Drained end = done.drained();
      Cost enqueue = Cost.between(empty, full, ledger.accepted());
      Cost run = Cost.between(full, end.usage(), ledger.succeeded());
      double bytes = (double) (full.redisMemoryBytes() - empty.redisMemoryBytes()) / tasks;
      return new RunResult(
          name(),
          new RunResult.Figures(
              new RunResult.Throughput(
                  perSecond(ledger.accepted(), full.nanoTime() - empty.nanoTime()),
                  perSecond(ledger.succeeded(), end.ended() - end.began())),
              Map.of(),
              new RunResult.Costs(enqueue, run, enqueue.plus(run), bytes),
              timeline),
          null,
          ledger,
          sends.problems());
    }
  }

  private static double perSecond(long tasks, long nanos) {
    return tasks * NANOS_PER_SECOND / nanos;
  }
}
