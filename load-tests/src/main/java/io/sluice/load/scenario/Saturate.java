package io.sluice.load.scenario;

import io.sluice.load.measure.Cost;
import io.sluice.load.measure.Sampled;
import io.sluice.load.measure.Timeline;
import io.sluice.load.measure.Usage;
import io.sluice.load.pace.ArrivalPlan;
import io.sluice.load.pace.Feed;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.pace.PaceWatch;
import io.sluice.load.pace.Rate;
import io.sluice.load.pace.RateSearch;
import io.sluice.load.result.RunResult;
import io.sluice.load.slo.Slo;
import io.sluice.load.traffic.Journey;
import io.sluice.load.traffic.PlainTraffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Searches the highest rate that keeps the objectives with a flat backlog: one engine, one queue,
 * one worker, a pass for each rate. The figures of the result are those of the highest that did.
 */
public final class Saturate implements Scenario {
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * What to search.
   *
   * @param step how long each rate is tried
   * @param warmup at the lowest rate, not counted
   */
  public record Search(Rate from, Rate to, Duration step, Duration warmup, List<Slo> objectives) {}

  private final Search search;
  private final PlainTraffic traffic;
  private final int concurrency;
  private final Payloads payloads;

  public Saturate(Search search, Duration handler, int concurrency, Payloads payloads) {
    // Fails here and not in the run.
    Object unused = new RateSearch(search.from(), search.to());
    ArrivalPlan.constant(search.to(), search.step());
    if (search.step().isZero()) {
      throw new IllegalArgumentException("--step-duration must be more than 0");
    }
    this.search = search;
    this.traffic = new PlainTraffic("saturate", handler);
    this.concurrency = concurrency;
    this.payloads = payloads;
  }

  @Override
  public String name() {
    return traffic.name();
  }

  @Override
  public Mono<RunResult> run(Bench bench) {
    return bench.withFlow(Entrance.ENGINE, traffic, payloads, flow -> new Pass(bench, flow).run());
  }

  private final class Pass {
    private final Bench bench;
    private final Flow flow;
    private final Passes passes = new Passes();
    private final RateSearch rates = new RateSearch(search.from(), search.to());
    private final List<Step> steps = new ArrayList<>();
    private @Nullable Step best;
    private boolean secondLook;

    Pass(Bench bench, Flow flow) {
      this.bench = bench;
      this.flow = flow;
    }

    Mono<RunResult> run() {
      return bench
          .withWorkers(
              List.of(concurrency),
              flow::handle,
              () -> warmedUp().then(bench.sampled(passes, searched())))
          .map(Sampled::timeline)
          .flatMap(
              timeline -> bench.judge(flow.log(), 1).map(judgement -> result(judgement, timeline)));
    }

    private Mono<Void> warmedUp() {
      return Mono.defer(
          () -> {
            Feed feed = feed(search.from(), search.warmup());
            return flow.send(flow.warmUp(feed, Journey.Stops.ALL), new PaceWatch(feed.most()))
                .then(settled());
          });
    }

    private Mono<Integer> searched() {
      return Mono.defer(() -> step(Objects.requireNonNull(rates.next())))
          .doOnNext(this::note)
          .repeat(() -> rates.next() != null)
          .then(Mono.fromSupplier(steps::size));
    }

    private Mono<Step> step(Rate rate) {
      Feed feed = feed(rate, search.step());
      Journey way = flow.journey(feed, Journey.Stops.ALL);
      PaceWatch watch = new PaceWatch(feed.most());
      passes.next(way);
      return bench
          .usage()
          .flatMap(
              before ->
                  growth(way, flow.send(way, watch))
                      .flatMap(growth -> settled().thenReturn(growth))
                      .zipWhen(
                          growth -> bench.usage(),
                          (growth, after) -> step(rate, way, watch, growth, before, after)));
    }

    private Step step(
        Rate rate, Journey way, PaceWatch watch, double growth, Usage before, Usage after) {
      Cost cost = Cost.between(before, after, way.acknowledged());
      return new Step(rate, way, watch.report(), growth, cost);
    }

    private void note(Step step) {
      steps.add(step);
      boolean kept = step.missed(search.objectives()) == null;
      if (kept) {
        best = step;
      }
      // Once more: a machine that looked away for a moment is not at its end.
      boolean again = !kept && !secondLook;
      secondLook = again;
      if (!again) {
        rates.tried(kept);
      }
    }

    /** How fast the backlog grows in the second half of a pass: the first half finds its level. */
    private Mono<Double> growth(Journey way, Mono<Journey> sent) {
      Duration half = search.step().dividedBy(2);
      Mono<Long> middle = Mono.delay(half).map(tick -> way.backlog());
      return Mono.zip(
          middle,
          sent.map(Journey::backlog),
          (from, to) -> (to - from) * NANOS_PER_SECOND / half.toNanos());
    }

    private Mono<Void> settled() {
      return Mono.defer(() -> bench.reach(flow.log().acknowledgedCount()))
          .then(Mono.defer(() -> flow.log().hasUnknown() ? bench.finished(1) : Mono.empty()));
    }

    private RunResult result(Judgement judgement, Timeline timeline) {
      Step shown = best == null ? steps.get(0) : best;
      Map<String, Object> saturation = new LinkedHashMap<>();
      saturation.put("ratePerSecond", best == null ? 0.0 : best.rate().perSecond());
      saturation.put("limit", limit());
      return new RunResult(
          name(),
          new RunResult.Figures(
              shown.way().throughput(),
              shown.way().latencies().totals(),
              new RunResult.Costs(null, null, shown.cost(), null),
              timeline,
              new RunResult.Special(
                  Map.of("saturation", saturation),
                  Map.of(
                      "loop",
                      "open",
                      "steps",
                      steps.stream().map(step -> step.told(search.objectives())).toList()))),
          null,
          judgement.verdict(),
          problems());
    }

    /** Why it does not go higher. */
    private String limit() {
      return steps.stream()
          .filter(step -> step.missed(search.objectives()) != null)
          .min((one, other) -> Double.compare(one.rate().perSecond(), other.rate().perSecond()))
          .map(step -> String.valueOf(step.missed(search.objectives())))
          .orElse("--to was kept: there may be more");
    }

    private List<String> problems() {
      List<String> problems = new ArrayList<>(flow.sends().problems());
      if (best == null) {
        problems.add("not even --from " + search.from().perSecond() + " was kept: " + limit());
      }
      return problems;
    }
  }

  private static Feed feed(Rate rate, Duration span) {
    return new OpenLoop(ArrivalPlan.constant(rate, span));
  }
}
