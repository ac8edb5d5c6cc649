package io.sluice.load.scenario;

import io.sluice.load.http.GatewayClient;
import io.sluice.load.http.QueueTotals;
import io.sluice.load.measure.Progress;
import io.sluice.load.measure.RedisFacts;
import io.sluice.load.measure.Sampled;
import io.sluice.load.measure.Sampler;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.measure.TotalsCheck;
import io.sluice.load.measure.Usage;
import io.sluice.load.traffic.Stall;
import io.sluice.load.traffic.Traffic;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.QueueView;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A gateway that somebody else runs, with its demo queue and the workers of that. Its Redis cannot
 * be seen, and what its queue held before is not ours: only differences are judged.
 */
public final class GatewaySite implements Site {
  /** The queue and the type that a gateway with demo workers serves. */
  private static final String QUEUE = "demo";

  private static final String TYPE = "demo.echo";
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final int MOST_LOOKS = 200;
  private static final int FEW = 16;

  private final String url;
  private final GatewayClient looks;
  private final Sampler sampler;
  private volatile QueueTotals before = QueueTotals.NONE;

  public GatewaySite(String url, Sampler sampler) {
    this.url = url;
    this.looks = new GatewayClient(url, FEW);
    this.sampler = sampler;
  }

  @Override
  public Mono<RedisFacts> redisFacts() {
    return Mono.just(RedisFacts.UNSEEN);
  }

  @Override
  public Mono<Void> ready() {
    return looks
        .totals(QUEUE)
        .switchIfEmpty(Mono.just(QueueTotals.NONE))
        .flatMap(
            totals -> {
              before = totals;
              return totals.workers() > 0
                  ? Mono.empty()
                  : Mono.error(
                      new IllegalStateException(
                          "queue "
                              + QUEUE
                              + " of the gateway at "
                              + url
                              + " has no worker: start it with --demo-workers"));
            });
  }

  @Override
  public Mono<Usage> usage() {
    return Mono.fromSupplier(Usage::ofClientAlone);
  }

  @Override
  public <T> Mono<Sampled<T>> sampled(Progress progress, Mono<T> work) {
    return sampler.during(progress, Mono::empty, work);
  }

  @Override
  public <T> Mono<T> withSender(
      Entrance entrance, Traffic traffic, Payloads payloads, Function<Sender, Mono<T>> work) {
    return entrance == Entrance.ENGINE
        ? Mono.error(
            new IllegalArgumentException(traffic.name() + " needs a Redis, and not a gateway"))
        : entrance.through(url, QUEUE, TYPE, payloads, work);
  }

  /** Its queue is somebody else's, and stays as it is. */
  @Override
  public Mono<Void> configure(QueueSettings settings) {
    return Mono.empty();
  }

  /** They run there already. */
  @Override
  public <T> Mono<T> withWorkers(
      List<Integer> slots, Function<byte[], Publisher<byte[]>> handler, Supplier<Mono<T>> work) {
    return Mono.defer(work);
  }

  @Override
  public Mono<Long> reach(long count) {
    return Mono.defer(
        () -> {
          Flux<Long> ended = counted().map(QueueTotals::ended).repeatWhen(this::later);
          return ended
              .distinctUntilChanged()
              .timeout(Stall.AFTER)
              .takeUntil(done -> done >= count)
              .then()
              .onErrorComplete(java.util.concurrent.TimeoutException.class)
              .then(Mono.fromSupplier(System::nanoTime));
        });
  }

  @Override
  public Mono<Void> finished(int queues) {
    return finishedTotals().then();
  }

  private Mono<QueueTotals> finishedTotals() {
    return counted()
        .repeatWhen(this::later)
        .takeUntil(totals -> totals.ended() >= totals.accepted())
        .take(MOST_LOOKS)
        .last();
  }

  @Override
  public Mono<Judgement> judge(TaskLog log, int queues) {
    return finishedTotals()
        .map(
            totals ->
                new Judgement(
                    TotalsCheck.judge(log, totals(totals), totals.unfinished()), List.of()));
  }

  @Override
  public void close() {
    looks.close();
  }

  private Mono<QueueTotals> counted() {
    return looks.totals(QUEUE).map(totals -> totals.since(before));
  }

  private Flux<Long> later(Flux<Long> rounds) {
    return rounds.delayElements(LOOK_EVERY);
  }

  private static QueueView.Totals totals(QueueTotals seen) {
    return new QueueView.Totals(
        seen.accepted(),
        seen.succeeded(),
        seen.retried(),
        seen.reaped(),
        seen.released(),
        seen.snoozed(),
        seen.dead(),
        seen.cancelled(),
        seen.expired(),
        0);
  }
}
