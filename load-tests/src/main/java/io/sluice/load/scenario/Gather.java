package io.sluice.load.scenario;

import io.sluice.load.measure.Cost;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.measure.Timeline;
import io.sluice.load.measure.Usage;
import io.sluice.load.result.RunResult;
import io.sluice.load.traffic.Stall;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.Part;
import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.enqueue.Scattered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Scatters parts over a worker that does nothing, in turns with tasks that are enqueued and run
 * without anybody who takes their results: what a result costs that is gathered. The first round
 * warms up; the figures are of the others.
 */
public final class Gather implements Scenario {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double HUNDRED = 100;
  private static final int MOST_TASKS = 50_000_000;

  private final int parts;
  private final int rounds;
  private final int window;
  private final int concurrency;
  private final Payloads payloads;

  /**
   * @param parts of each scatter, and tasks of each turn without one
   * @param rounds that are measured, each a turn with and one without
   */
  public Gather(int parts, int rounds, int window, int concurrency, Payloads payloads) {
    if (parts < 1 || rounds < 1 || 2L * parts * (rounds + 1) > MOST_TASKS) {
      throw new IllegalArgumentException(
          "--parts and --rounds must be at least 1, and 2 * parts * (rounds + 1) at most "
              + MOST_TASKS
              + ", are "
              + parts
              + " and "
              + rounds);
    }
    this.parts = parts;
    this.rounds = rounds;
    this.window = window;
    this.concurrency = concurrency;
    this.payloads = payloads;
  }

  @Override
  public String name() {
    return "scatter";
  }

  @Override
  public Mono<RunResult> run(Bench bench) {
    return Mono.defer(() -> new Pass(bench).run());
  }

  /** One turn. */
  private record Turn(double perSecond, Cost cost) {}

  /** A turn without a scatter, and one with it. */
  private record Round(Turn plain, Turn scattered) {
    double ratio() {
      return scattered.perSecond / plain.perSecond;
    }
  }

  private final class Pass {
    private final Bench bench;
    private final TaskLog log = new TaskLog(2 * parts * (rounds + 1));
    private final SendBook sends = new SendBook(log);

    Pass(Bench bench) {
      this.bench = bench;
    }

    Mono<RunResult> run() {
      return bench
          .ready()
          .then(
              Mono.defer(
                  () ->
                      bench.sampled(new Untimed(bench.settlements()::ended, sends, log), worked())))
          .flatMap(
              done ->
                  bench
                      .judge(log, 1)
                      .map(judged -> result(done.value(), judged.verdict(), done.timeline())));
    }

    private Mono<List<Round>> worked() {
      return bench.withWorkers(
          List.of(concurrency),
          this::handle,
          () -> Flux.range(0, rounds + 1).concatMap(this::round).skip(1).collectList());
    }

    private Publisher<byte[]> handle(byte[] payload) {
      log.executed(Payloads.sequence(payload));
      return Mono.empty();
    }

    private Mono<Round> round(int round) {
      int first = 2 * parts * round;
      return turn(enqueued(first)).zipWhen(plain -> turn(scattered(first + parts)), Round::new);
    }

    /** Until the last task of it has ended. */
    private Mono<Turn> turn(Mono<Void> work) {
      return bench
          .usage()
          .flatMap(
              before ->
                  work.then(Mono.defer(() -> bench.reach(log.acknowledgedCount())))
                      .then(bench.usage())
                      .map(after -> turn(before, after)));
    }

    private Turn turn(Usage before, Usage after) {
      return new Turn(
          parts * NANOS_PER_SECOND / (after.nanoTime() - before.nanoTime()),
          Cost.between(before, after, parts));
    }

    private Mono<Void> enqueued(int first) {
      return bench
          .sluice()
          .enqueueAll(bench.queue(), Flux.range(first, parts).map(this::part))
          .doOnNext(this::note)
          .takeUntilOther(Stall.of(sends::answered))
          .then();
    }

    private void note(EnqueueResult<Integer> result) {
      if (result instanceof EnqueueResult.Accepted<Integer> accepted) {
        sends.accepted(accepted.correlation(), accepted.task().id());
      } else if (result instanceof EnqueueResult.Rejected<Integer> rejected) {
        sends.failed(rejected.correlation(), rejected.error());
      }
    }

    private Mono<Void> scattered(int first) {
      ScatterOptions options =
          ScatterOptions.DEFAULT.onFailure(ScatterOptions.OnFailure.VALUE).window(window);
      return bench
          .sluice()
          .scatter(bench.queue(), Flux.range(first, parts).map(this::part), options)
          .doOnNext(this::note)
          .takeUntilOther(Stall.of(sends::answered))
          .then();
    }

    private void note(Scattered<Integer, byte[]> result) {
      if (result instanceof Scattered.Succeeded<Integer, byte[]> done) {
        sends.accepted(done.correlation(), done.id());
      } else if (result instanceof Scattered.Failed<Integer, byte[]> failed) {
        sends.failed(failed.correlation(), failed.error());
      }
    }

    private Part<Integer, byte[]> part(int sequence) {
      sends.sent(sequence);
      NewTask<byte[], byte[]> task = Bench.TYPE.with(payloads.of(sequence));
      return task.correlate(sequence);
    }

    private RunResult result(List<Round> all, LedgerVerdict ledger, Timeline timeline) {
      double scattered =
          all.stream().mapToDouble(of -> of.scattered().perSecond()).average().orElse(0);
      Cost cost = all.get(all.size() - 1).scattered().cost();
      return new RunResult(
          name(),
          new RunResult.Figures(
              new RunResult.Throughput(scattered, scattered),
              Map.of(),
              new RunResult.Costs(null, null, cost, null),
              timeline,
              new RunResult.Special(Map.of("scatter", told(all)), Map.of())),
          null,
          ledger,
          sends.problems());
    }

    private Map<String, Object> told(List<Round> all) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("ratio", all.stream().map(round -> rounded(round.ratio())).sorted().toList());
      told.put(
          "plainPerSecond", all.stream().map(of -> Math.round(of.plain().perSecond())).toList());
      told.put(
          "scatterPerSecond",
          all.stream().map(of -> Math.round(of.scattered().perSecond())).toList());
      told.put("plainCpuMicros", cpu(all.get(all.size() - 1).plain().cost()));
      told.put("scatterCpuMicros", cpu(all.get(all.size() - 1).scattered().cost()));
      return told;
    }

    private Map<String, Double> cpu(Cost cost) {
      return Map.of(
          "redis", rounded(cost.redisCpuMicrosPerTask()),
          "client", rounded(cost.clientCpuMicrosPerTask()));
    }

    private double rounded(double figure) {
      return Math.round(figure * HUNDRED) / HUNDRED;
    }
  }
}
