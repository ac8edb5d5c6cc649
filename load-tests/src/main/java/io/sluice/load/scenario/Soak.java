package io.sluice.load.scenario;

import io.sluice.load.measure.Cost;
import io.sluice.load.measure.HeapTrend;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.Sampled;
import io.sluice.load.measure.Usage;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.pace.PaceWatch;
import io.sluice.load.result.RunResult;
import io.sluice.load.traffic.Journey;
import io.sluice.load.traffic.PlainTraffic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The end-to-end run for hours: the books are looked at all along, and the run ends at the first
 * task that is missing; what is left on the heap is compared between its first and its last third.
 */
public final class Soak implements Scenario {
  /** How often the books are looked at. */
  public static final Duration AUDIT_EVERY = Duration.ofMinutes(1);

  private final LoadScenario.Load load;
  private final PlainTraffic traffic;
  private final int concurrency;
  private final Payloads payloads;
  private final Duration auditEvery;

  public Soak(LoadScenario.Load load, Duration handler, int concurrency, Payloads payloads) {
    this(load, handler, concurrency, payloads, AUDIT_EVERY);
  }

  Soak(
      LoadScenario.Load load,
      Duration handler,
      int concurrency,
      Payloads payloads,
      Duration auditEvery) {
    this.load = load;
    this.traffic = new PlainTraffic("soak", handler);
    this.concurrency = concurrency;
    this.payloads = payloads;
    this.auditEvery = auditEvery;
  }

  @Override
  public String name() {
    return traffic.name();
  }

  @Override
  public Mono<RunResult> run(Bench bench) {
    return bench.withFlow(Entrance.ENGINE, traffic, payloads, flow -> new Pass(bench, flow).run());
  }

  /** A pass, and the first thing that was wrong with the books meanwhile. */
  private record Audited(Journey way, Optional<String> finding) {}

  private record Soaked(
      Sampled<Audited> pass, Usage before, Usage after, HeapTrend.@Nullable Thirds heap) {
    Journey way() {
      return pass.value().way();
    }
  }

  private final class Pass {
    private final Bench bench;
    private final Flow flow;
    private final Auditor auditor;
    private final PaceWatch watch = new PaceWatch(load.measured().most());
    private final Sinks.One<String> broken = Sinks.one();
    private final Sinks.Empty<Void> over = Sinks.empty();

    Pass(Bench bench, Flow flow) {
      this.bench = bench;
      this.flow = flow;
      this.auditor = new Auditor(bench, flow.log(), auditEvery);
      flow.log().reserve(load.warmup().most() + load.measured().most());
    }

    Mono<RunResult> run() {
      return bench
          .withWorkers(
              List.of(concurrency), flow::handle, () -> warmedUp().then(Mono.defer(this::soaked)))
          .flatMap(
              done ->
                  bench.judge(flow.log(), 1).map(judgement -> result(done, judgement.verdict())));
    }

    private Mono<Void> warmedUp() {
      return Mono.defer(
          () ->
              flow.send(
                      flow.warmUp(load.warmup(), Journey.Stops.ALL),
                      new PaceWatch(load.warmup().most()))
                  .then(settled()));
    }

    private Mono<Soaked> soaked() {
      return Mono.using(HeapTrend::new, this::soaked, HeapTrend::close);
    }

    private Mono<Soaked> soaked(HeapTrend heap) {
      Journey way = flow.journey(load.measured(), Journey.Stops.ALL);
      return bench
          .usage()
          .flatMap(
              before ->
                  bench
                      .sampled(way, Mono.zip(sent(way), audited(), Audited::new))
                      .zipWhen(
                          pass -> bench.usage(),
                          (pass, after) -> new Soaked(pass, before, after, heap.thirds())));
    }

    /** Until all has ended, or something is wrong. */
    private Mono<Journey> sent(Journey way) {
      return flow.send(way, watch, broken.asMono())
          .flatMap(sent -> settled().thenReturn(sent))
          .doFinally(signal -> over.tryEmitEmpty());
    }

    private Mono<Optional<String>> audited() {
      return auditor
          .firstFinding(over.asMono())
          .doOnNext(broken::tryEmitValue)
          .map(Optional::of)
          .defaultIfEmpty(Optional.empty());
    }

    private Mono<Void> settled() {
      return Mono.defer(() -> bench.reach(flow.log().acknowledgedCount()))
          .takeUntilOther(broken.asMono())
          .then();
    }

    private RunResult result(Soaked done, LedgerVerdict verdict) {
      Cost cycle = Cost.between(done.before(), done.after(), done.way().acknowledged());
      return new RunResult(
          name(),
          new RunResult.Figures(
              done.way().throughput(),
              done.way().latencies().totals(),
              new RunResult.Costs(null, null, cycle, null),
              done.pass().timeline(),
              new RunResult.Special(figures(done), Map.of("loop", load.measured().loop()))),
          load.measured() instanceof OpenLoop ? watch.report() : null,
          done.pass().value().finding().map(verdict::with).orElse(verdict),
          flow.sends().problems());
    }

    private Map<String, ?> figures(Soaked done) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("soak", Map.of("audits", auditor.audits()));
      HeapTrend.Thirds heap = done.heap();
      if (heap != null) {
        figures.put(
            "heap",
            Map.of(
                "firstThirdBytes", heap.firstBytes(),
                "lastThirdBytes", heap.lastBytes(),
                "growthPercent", heap.growthPercent(),
                "collections", heap.collections()));
      }
      return figures;
    }
  }
}
