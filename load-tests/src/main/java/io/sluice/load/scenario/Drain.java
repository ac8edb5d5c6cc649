package io.sluice.load.scenario;

import io.sluice.EnqueueResult;
import io.sluice.load.measure.Cost;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.TaskLog;
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

  private final class Pass {
    private final Bench bench;
    private final TaskLog log = new TaskLog(tasks);
    private final SendBook sends = new SendBook(log);

    Pass(Bench bench) {
      this.bench = bench;
    }

    Mono<RunResult> run() {
      return bench
          .requireUntouched()
          .then(bench.usage())
          .flatMap(
              empty ->
                  backlog()
                      .then(bench.usage())
                      .flatMap(full -> drained().flatMap(end -> result(empty, full, end))));
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

    private Mono<RunResult> result(Usage empty, Usage full, Drained end) {
      return bench.judge(log).map(ledger -> result(empty, full, end, ledger));
    }

    private RunResult result(Usage empty, Usage full, Drained end, LedgerVerdict ledger) {
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
              new RunResult.Costs(enqueue, run, enqueue.plus(run), bytes)),
          null,
          ledger,
          sends.problems());
    }
  }

  private static double perSecond(long tasks, long nanos) {
    return tasks * NANOS_PER_SECOND / nanos;
  }
}
