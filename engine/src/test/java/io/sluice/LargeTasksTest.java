package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ByteBounds;
import io.sluice.config.SluiceConfig;
import io.sluice.redis.RedisTampering;
import io.sluice.remote.ClaimRequest;
import io.sluice.remote.Claimed;
import io.sluice.remote.RemoteQueue;
import io.sluice.remote.Report;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.view.QueueView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What tasks carry is bounded: in one answer of Redis, and in the hands of an engine. */
class LargeTasksTest {
  private static final String QUEUE = "large";
  private static final int KB = 1_000;
  private static final int SLOTS = 512;

  private TestRedis redis;
  private RedisTampering tampering;
  private Sluice sluice;

  @BeforeEach
  void start() {
    redis = TestRedis.start();
    tampering = new RedisTampering(redis.uri());
    sluice = connected(SluiceConfig.of(redis.uri()));
  }

  @AfterEach
  void stop() {
    sluice.stop(Duration.ZERO).block(SOON);
    tampering.close();
    redis.close();
  }

  @Test
  void aServerThatCutsLargeAnswersOffDoesNotKeepTasksFromRunning() {
    tampering.commands().configSet("client-output-buffer-limit", "normal 400000 0 0");
    enqueue(60, 100 * KB);

    Worker worker =
        sluice.worker(QUEUE).handle(ECHO, task -> Mono.<String>empty()).concurrency(SLOTS).start();

    Eventually.eventually(stats(), view -> view.totals().succeeded() == 60);
    worker.stop(Duration.ZERO).block(SOON);
    assertThat(sluice.queues().audit(QUEUE).block(SOON).balanced()).isTrue();
  }

  @Test
  void aServerThatCutsLargeAnswersOffDoesNotKeepWorkersElsewhereFromThem() {
    tampering.commands().configSet("client-output-buffer-limit", "normal 400000 0 0");
    enqueue(12, 100 * KB);
    RemoteQueue remote = sluice.remote(QUEUE);
    String session = null;

    for (int done = 0; done < 12; ) {
      Claimed claimed =
          remote.claim(new ClaimRequest(session, 256, Duration.ZERO, Set.of())).block(SOON);
      session = claimed.session();
      remote
          .settle(
              session,
              claimed.tasks().stream()
                  .map(
                      task ->
                          new Report(
                              task.task().id(),
                              task.token(),
                              new Report.Ended.Succeeded(new byte[0])))
                  .toList())
          .block(SOON);
      done += claimed.tasks().size();
    }

    assertThat(stats().block(SOON).totals().succeeded()).isEqualTo(12);
  }

  @Test
  void anEngineNeverHoldsMoreBytesThanItMay() {
    long bound = 3_000L * KB;
    sluice.stop(Duration.ZERO).block(SOON);
    sluice =
        connected(
            SluiceConfig.of(redis.uri())
                .withBytes(ByteBounds.DEFAULT.withAnswer(1_000 * KB).withHeld(bound)));
    enqueue(300, 250 * KB);
    AtomicLong held = new AtomicLong();
    AtomicLong most = new AtomicLong();
    // No run ends before half of the bound is held: the engine claims more beside what runs.
    Sinks.Empty<Void> halfIsHeld = Sinks.empty();

    sluice
        .worker(QUEUE)
        .handle(
            ECHO,
            task -> {
              if (most.accumulateAndGet(held.addAndGet(task.payload().length()), Math::max)
                  >= bound / 2) {
                Sinks.EmitResult unused = halfIsHeld.tryEmitEmpty();
              }
              return halfIsHeld
                  .asMono()
                  .then(Mono.delay(Duration.ofMillis(20)))
                  .doOnTerminate(() -> held.addAndGet(-task.payload().length()))
                  .then(Mono.<String>empty());
            })
        .concurrency(SLOTS)
        .start();

    Eventually.eventually(stats(), view -> view.totals().succeeded() == 300);
    assertThat(most.get()).isBetween(bound / 2, bound);
  }

  @Test
  void aTaskThatIsLargerThanAllThatMayBeHeldRunsAlone() {
    sluice.stop(Duration.ZERO).block(SOON);
    sluice =
        connected(
            SluiceConfig.of(redis.uri()).withBytes(new ByteBounds(ByteBounds.DEFAULT_ANSWER, 1)));
    enqueue(20, 100 * KB);
    AtomicLong running = new AtomicLong();
    AtomicLong most = new AtomicLong();

    sluice
        .worker(QUEUE)
        .handle(
            ECHO,
            task -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              return Mono.delay(Duration.ofMillis(2))
                  .doOnTerminate(running::decrementAndGet)
                  .then(Mono.<String>empty());
            })
        .concurrency(SLOTS)
        .start();

    Eventually.eventually(stats(), view -> view.totals().succeeded() == 20);
    assertThat(most).hasValue(1);
  }

  private Mono<QueueView> stats() {
    return sluice
        .queues()
        .find(QUEUE)
        .onErrorResume(RedisUnavailableException.class, cutOff -> Mono.empty());
  }

  private void enqueue(int count, int bytes) {
    String payload = "x".repeat(bytes);
    Flux.range(0, count)
        .concatMap(i -> sluice.enqueue(QUEUE, ECHO.with(payload)))
        .then()
        .block(SOON);
  }

  private static Sluice connected(SluiceConfig config) {
    return Sluice.builder(config).listener(event -> {}).connect();
  }
}
