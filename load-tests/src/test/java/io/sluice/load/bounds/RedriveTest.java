package io.sluice.load.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.Retention;
import io.sluice.config.SluiceConfig;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.task.BuryTaskException;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.Redrive;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Dead letters are tried again at a rate while others enqueue: the rate is kept, all come back, and
 * who enqueues feels little of it. {@code -Dredrive.dead=100000 -Dredrive.rate=5000} makes it
 * large, and {@code -Dredrive.factor=2} bounds how much slower an enqueue may become: small runs
 * have too few of them to tell.
 */
@Tag("scaled")
class RedriveTest {
  private static final int DEAD = Integer.getInteger("redrive.dead", 5_000);
  private static final int RATE = Integer.getInteger("redrive.rate", 2_500);
  private static final int FACTOR = Integer.getInteger("redrive.factor", 0);

  private static final int ENQUEUES_A_SECOND = 500;
  private static final Duration CALM = Duration.ofMillis(500L + DEAD / 10);
  private static final Duration DONE = Duration.ofSeconds(30L + 3L * DEAD / RATE);
  private static final String QUEUE = "letters";
  private static final TaskType<byte[], byte[]> TYPE = TaskType.raw("letter");

  @Test
  void aRedriveKeepsItsRateAndLetsOthersEnqueue() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
        Sluice sluice = Sluice.builder(config(redis)).listener(event -> {}).connect()) {
      bury(sluice);
      enqueueFor(sluice, CALM, Mono.never());

      double[] before = enqueueFor(sluice, CALM, Mono.never());
      long began = System.nanoTime();
      BulkAction begun = Objects.requireNonNull(redrive(sluice).block(DONE));
      double[] during = enqueueFor(sluice, DONE, done(sluice, begun.id()).then());
      double seconds = (System.nanoTime() - began) / 1e9;

      BulkAction ended = Objects.requireNonNull(sluice.queues().bulkAction(begun.id()).block(DONE));
      assertThat(ended.processed()).isEqualTo(DEAD);
      assertThat(view(sluice).counts().dead()).isZero();
      assertThat(view(sluice).totals().redriven()).isEqualTo(DEAD);
      Ledger ledger = Objects.requireNonNull(sluice.queues().audit(QUEUE).block(DONE));
      assertThat(ledger.balanced()).as("ledger %s", ledger).isTrue();
      assertThat(DEAD / seconds).as("tasks a second").isLessThan(RATE * 1.05);
      System.out.printf(
          "redrive: %,d tasks in %.1f s, %,.0f/s of %,d; enqueue p50 %.2f, p99 %.2f ms before,"
              + " p50 %.2f, p99 %.2f ms meanwhile%n",
          DEAD,
          seconds,
          DEAD / seconds,
          RATE,
          part(before, 0.5),
          part(before, 0.99),
          part(during, 0.5),
          part(during, 0.99));
      if (FACTOR > 0) {
        assertThat(part(during, 0.99)).isLessThan(FACTOR * part(before, 0.99));
      }
    }
  }

  private static SluiceConfig config(EmbeddedRedis redis) {
    return SluiceConfig.of(redis.uri())
        .withDeadRetention(new Retention(Duration.ofDays(1), 2 * DEAD));
  }

  private static void bury(Sluice sluice) {
    var worker =
        sluice
            .worker(QUEUE)
            .handle(TYPE, task -> Mono.error(new BuryTaskException("no such address")))
            .start();
    sluice
        .enqueueAll(QUEUE, Flux.range(0, DEAD).map(i -> TYPE.with(new byte[200]).correlate(i)))
        .then(
            sluice
                .queues()
                .find(QUEUE)
                .filter(view -> view.counts().dead() == DEAD)
                .repeatWhenEmpty(again -> again.delayElements(Duration.ofMillis(50))))
        .block(DONE);
    worker.stop(Duration.ofSeconds(1)).block(DONE);
  }

  private static Mono<BulkAction> redrive(Sluice sluice) {
    return sluice.queues().redrive(QUEUE, Redrive.ALL.rate(RATE));
  }

  private static Mono<BulkAction> done(Sluice sluice, String id) {
    return sluice
        .queues()
        .bulkAction(id)
        .filter(action -> action.progress() == BulkAction.Progress.DONE)
        .repeatWhenEmpty(again -> again.delayElements(Duration.ofMillis(50)));
  }

  /** One task at each tick, whatever became of those before: how long each took, in ms, sorted. */
  private static double[] enqueueFor(Sluice sluice, Duration length, Mono<Void> end) {
    ConcurrentLinkedQueue<Double> took = new ConcurrentLinkedQueue<>();
    long begin = System.nanoTime();
    long period = TimeUnit.SECONDS.toNanos(1) / ENQUEUES_A_SECOND;
    Flux.interval(Duration.ofNanos(period))
        .onBackpressureBuffer(ENQUEUES_A_SECOND)
        .take(length)
        .takeUntilOther(end)
        .flatMap(
            tick ->
                sluice
                    .enqueue(QUEUE, TYPE.with(new byte[200]))
                    .doOnSuccess(
                        handle ->
                            took.add((System.nanoTime() - begin - (tick + 1) * period) / 1e6)),
            ENQUEUES_A_SECOND)
        .blockLast(DONE.plus(length));
    return took.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private static double part(double[] sorted, double part) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(part * sorted.length))];
  }

  private static QueueView view(Sluice sluice) {
    return Objects.requireNonNull(sluice.queues().find(QUEUE).block(DONE));
  }
}
