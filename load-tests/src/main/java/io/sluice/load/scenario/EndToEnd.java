package io.sluice.load.scenario;

import io.sluice.load.measure.Cost;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.Sampled;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.measure.Usage;
import io.sluice.load.pace.ArrivalPlan;
import io.sluice.load.pace.PaceWatch;
import io.sluice.load.pace.Pacer;
import io.sluice.task.TaskContext;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Sends tasks by plan, one call each, to a worker in the same process, and times them from the
 * planned instant to the end of their handler.
 */
public final class EndToEnd implements Scenario {
  /**
   * Sends that may be unanswered at once. At this bound the generator waits, is late, and the run
   * is invalid: a queue without bound would only hide that.
   */
  static final int MOST_UNANSWERED = 65_536;

  /** The plan starts this long after it is taken up, so that its first send is not late. */
  private static final Duration LEAD = Duration.ofMillis(20);

  private final ArrivalPlan warmup;
  private final ArrivalPlan measured;
  private final int concurrency;
  private final Payloads payloads;

  /**
   * @param warmup is sent first and settled, and only the ledger counts it
   * @param measured is what the figures are of
   */
  public EndToEnd(ArrivalPlan warmup, ArrivalPlan measured, int concurrency, Payloads payloads) {
    this.warmup = warmup;
    this.measured = measured;
    this.concurrency = concurrency;
    this.payloads = payloads;
  }

  @Override
  public String name() {
    return "e2e";
  }

  @Override
  public Mono<RunResult> run(Bench bench) {
    return Mono.using(
        () -> Schedulers.newSingle("load-pace", true),
        timer -> new Pass(bench, timer).run(),
        Scheduler::dispose);
  }

  /** The measured plan, and what was used before and after it. */
  private record Measured(Sampled<Journey> way, Usage before, Usage after) {}

  private final class Pass {
    private final Bench bench;
    private final Pacer pacer;
    private final TaskLog log = new TaskLog(warmup.size() + measured.size());
    private final SendBook sends = new SendBook(log);
    private final PaceWatch watch = new PaceWatch(measured.size());
    private volatile Journey journey = Journey.NONE;

    Pass(Bench bench, Scheduler timer) {
      this.bench = bench;
      this.pacer = new Pacer(timer, System::nanoTime);
    }

    Mono<RunResult> run() {
      return bench
          .requireUntouched()
          .then(bench.withWorker(concurrency, this::handle, worker -> warmedUpAndMeasured()))
          .flatMap(done -> bench.judge(log).map(ledger -> result(done, ledger)));
    }

    private Mono<Measured> warmedUpAndMeasured() {
      return settled(new Journey(0, warmup), new PaceWatch(warmup.size()))
          .then(bench.usage())
          .flatMap(
              before ->
                  sampled()
                      .zipWhen(
                          way -> bench.usage(), (way, after) -> new Measured(way, before, after)));
    }

    private Mono<Sampled<Journey>> sampled() {
      return Mono.defer(
          () -> {
            Journey way = new Journey(warmup.size(), measured);
            return bench.sampled(way, settled(way, watch));
          });
    }

    /** Sends a plan and waits for the end of all that was accepted so far. */
    private Mono<Journey> settled(Journey way, PaceWatch watch) {
      return Mono.defer(
          () -> {
            way.begin(System.nanoTime() + LEAD.toNanos());
            journey = way;
            return pacer
                .sends(way.plan(), way.start())
                .flatMap(index -> send(way, way.sequence(index), watch), MOST_UNANSWERED, 1)
                .takeUntilOther(Mono.delay(way.length()).then(Stall.of(sends::answered)))
                .then(Mono.defer(() -> bench.settlements().reach(log.acknowledgedCount())))
                .thenReturn(way);
          });
    }

    private Mono<Void> send(Journey way, int sequence, PaceWatch watch) {
      return Mono.defer(
          () -> {
            long now = System.nanoTime();
            watch.sent(way.plannedAt(sequence), now);
            way.sent(sequence, now);
            sends.sent(sequence);
            return bench
                .sluice()
                .enqueue(bench.queue(), Bench.TYPE.with(payloads.of(sequence)))
                .doOnNext(
                    task -> {
                      way.acknowledged(sequence, System.nanoTime());
                      sends.accepted(sequence, task);
                    })
                .then()
                .onErrorResume(
                    error -> {
                      sends.failed(sequence, error);
                      return Mono.empty();
                    });
          });
    }

    private Publisher<byte[]> handle(TaskContext<byte[]> context) {
      long started = System.nanoTime();
      int sequence = Payloads.sequence(context.payload());
      boolean firstRun = log.executed(sequence) == 1;
      Journey way = journey;
      if (!firstRun || !way.covers(sequence)) {
        return Mono.empty();
      }
      way.started(sequence, started);
      return Mono.fromRunnable(() -> way.ended(sequence, started, System.nanoTime()));
    }

    private RunResult result(Measured done, LedgerVerdict ledger) {
      Journey way = done.way().value();
      Cost cycle = Cost.between(done.before(), done.after(), measured.size());
      return new RunResult(
          name(),
          new RunResult.Figures(
              way.throughput(),
              way.latencies().totals(),
              new RunResult.Costs(null, null, cycle, null),
              done.way().timeline()),
          watch.report(),
          ledger,
          sends.problems());
    }
  }
}
