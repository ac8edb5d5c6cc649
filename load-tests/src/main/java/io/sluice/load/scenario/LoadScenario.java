package io.sluice.load.scenario;

import io.sluice.load.measure.Cost;
import io.sluice.load.measure.Sampled;
import io.sluice.load.measure.Usage;
import io.sluice.load.pace.Feed;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.pace.PaceWatch;
import io.sluice.load.result.RunResult;
import io.sluice.load.traffic.Course;
import io.sluice.load.traffic.Journey;
import io.sluice.load.traffic.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Sends tasks, one call each, and times them on their way: a warm-up that only the ledger counts,
 * then the pass that the figures are of.
 */
public final class LoadScenario implements Scenario {
  /** When the workers of the run are there. */
  public enum Workers {
    /** While tasks are sent: their way is timed to its end. */
    DURING,
    /** Only then, so that nothing but the sends is measured; the ledger needs an end. */
    AFTER
  }

  /**
   * What is sent.
   *
   * @param warmup is sent first and settled
   * @param measured is what the figures are of
   */
  public record Load(Feed warmup, Feed measured) {}

  private final Load load;
  private final Traffic traffic;
  private final Entrance entrance;
  private final Workers workers;
  private final List<Integer> slots;
  private final Payloads payloads;

  public LoadScenario(
      Load load,
      Traffic traffic,
      Entrance entrance,
      Workers workers,
      int concurrency,
      Payloads payloads) {
    this.load = load;
    this.traffic = traffic;
    this.entrance = entrance;
    this.workers = workers;
    this.slots = traffic.slots(concurrency);
    this.payloads = payloads;
  }

  @Override
  public String name() {
    return traffic.name();
  }

  @Override
  public Mono<RunResult> run(Bench bench) {
    return at(bench);
  }

  /** Does it once, through somebody else's gateway. Cold. */
  public Mono<RunResult> run(GatewaySite gateway) {
    return at(gateway);
  }

  /** Does it once, by the bare protocol. Cold. */
  public Mono<RunResult> run(BareSite bare) {
    return at(bare);
  }

  private Mono<RunResult> at(Site site) {
    return site.withFlow(entrance, traffic, payloads, flow -> new Pass(site, flow).run());
  }

  /** The measured pass, what was used before and after it, and what was compared with it. */
  private record Measured(
      Sampled<Journey> pass, Usage before, Usage after, Map<String, ?> compared) {
    Journey way() {
      return pass.value();
    }
  }

  private final class Pass {
    private final Site site;
    private final Flow flow;
    private final PaceWatch watch = new PaceWatch(load.measured().most());

    Pass(Site site, Flow flow) {
      this.site = site;
      this.flow = flow;
    }

    Mono<RunResult> run() {
      return sent()
          .flatMap(
              done ->
                  site.judge(flow.log(), slots.size()).map(judgement -> result(done, judgement)));
    }

    private Mono<Measured> sent() {
      if (workers == Workers.AFTER) {
        return warmedUp()
            .then(measured())
            .flatMap(this::compared)
            .flatMap(done -> drained().thenReturn(done));
      }
      return traffic.backlog() == 0
          ? working(() -> warmedUp().then(measured()))
          : working(this::warmedUp).then(measuredBehindBacklog());
    }

    private <T> Mono<T> working(Supplier<Mono<T>> work) {
      return site.withWorkers(slots, flow::handle, work);
    }

    private Mono<Void> warmedUp() {
      return Mono.defer(() -> flow.send(flow.warmUp(load.warmup(), stops()), unwatched()))
          .then(settled());
    }

    private Mono<Measured> measured() {
      return site.usage().flatMap(before -> measured(before, way()));
    }

    /** The backlog is put in while nobody works; its costs are in the figures. */
    private Mono<Measured> measuredBehindBacklog() {
      return site.usage()
          .flatMap(
              before -> {
                long warmUps = flow.log().acknowledgedCount();
                return flow.fill()
                    .then(site.configure(traffic.settings()))
                    .then(
                        Mono.defer(
                            () -> {
                              Journey way =
                                  way().carrying(flow.log().acknowledgedCount() - warmUps);
                              flow.follow(way);
                              return working(() -> measured(before, way));
                            }));
              });
    }

    private Journey way() {
      return flow.journey(load.measured(), stops());
    }

    private Mono<Measured> measured(Usage before, Journey way) {
      return site.sampled(way, flow.send(way, watch).flatMap(sent -> settled().thenReturn(sent)))
          .zipWhen(
              pass -> site.usage(), (pass, after) -> new Measured(pass, before, after, Map.of()));
    }

    private PaceWatch unwatched() {
      return new PaceWatch(load.warmup().most());
    }

    private Journey.Stops stops() {
      return workers == Workers.DURING ? Journey.Stops.ALL : Journey.Stops.ANSWER;
    }

    /** Until the end of all that was accepted so far. */
    private Mono<Void> settled() {
      return workers == Workers.DURING ? Mono.defer(this::ended) : Mono.empty();
    }

    private Mono<Void> ended() {
      return site.reach(flow.log().acknowledgedCount())
          .then(
              Mono.defer(
                  () -> flow.log().hasUnknown() ? site.finished(slots.size()) : Mono.empty()));
    }

    /** Beside the pass, and not in its figures. */
    private Mono<Measured> compared(Measured done) {
      return site.compared(flow, load.measured(), payloads, entrance)
          .map(told -> new Measured(done.pass(), done.before(), done.after(), told))
          .defaultIfEmpty(done);
    }

    private Mono<Void> drained() {
      return Mono.defer(
          () -> {
            flow.rest();
            return working(this::ended);
          });
    }

    private RunResult result(Measured done, Judgement judgement) {
      Journey way = done.way();
      Course course = new Course(way, judgement.verdict(), judgement.queues());
      Cost cycle = Cost.between(done.before(), done.after(), way.acknowledged());
      List<String> problems = new ArrayList<>(flow.sends().problems());
      problems.addAll(traffic.problems(course));
      Map<String, Object> summary = new LinkedHashMap<>(traffic.figures(course));
      summary.putAll(done.compared());
      Map<String, Object> whole = new LinkedHashMap<>(traffic.details(course));
      whole.put("loop", load.measured().loop());
      return new RunResult(
          name(),
          new RunResult.Figures(
              way.throughput(),
              way.latencies().totals(),
              new RunResult.Costs(null, null, cycle, bytesPerQueuedTask(done)),
              done.pass().timeline(),
              new RunResult.Special(summary, whole)),
          load.measured() instanceof OpenLoop ? watch.report() : null,
          judgement.verdict(),
          problems);
    }

    /** What is sent stays queued only when nobody works yet. */
    private @Nullable Double bytesPerQueuedTask(Measured done) {
      long tasks = done.way().acknowledged();
      return workers == Workers.DURING || tasks == 0
          ? null
          : done.before().redisBytesUntil(done.after(), tasks);
    }
  }
}
