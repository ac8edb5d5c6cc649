package io.sluice.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class SamplerTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration OFTEN = Duration.ofMillis(5);
  private static final int LOOKS = 4;
  private static final Supplier<Mono<Usage>> UNSEEN = Mono::empty;

  private final CountedProgress progress = new CountedProgress();
  private final Watcher watcher = new Watcher();
  private final Sampler sampler = new Sampler(OFTEN, watcher);

  /** Moves the pass on at each look, and ends it after some. */
  private final class Watcher implements Onlooker {
    final List<Glance> seen = new CopyOnWriteArrayList<>();
    final AtomicInteger done = new AtomicInteger();
    final Sinks.One<String> enough = Sinks.one();

    @Override
    public void see(Glance glance) {
      seen.add(glance);
      progress.oneMore();
      if (seen.size() == LOOKS) {
        enough.tryEmitValue("done");
      }
    }

    @Override
    public void done() {
      done.incrementAndGet();
    }
  }

  @Test
  void theTimelineHasAMomentForEveryLookAndAccountsForAllOfThePass() {
    progress.oneMore();

    Sampled<String> sampled = sampled(UNSEEN);

    assertThat(sampled.value()).isEqualTo("done");
    List<Moment> moments = sampled.timeline().moments();
    assertThat(moments).hasSizeBetween(LOOKS, watcher.seen.size() + 1);
    assertThat(moments).extracting(Moment::endSeconds).isSorted();
    assertThat(moments).allSatisfy(moment -> assertThat(moment.redis()).isNull());
    long timed =
        moments.stream()
            .map(moment -> moment.latency().get(Stage.E2E))
            .filter(Objects::nonNull)
            .mapToLong(LatencySummary::count)
            .sum();
    assertThat(timed).isEqualTo(progress.tasks.get());
  }

  @Test
  void whoLooksOnIsToldHowItGoesAndOnceThatItIsOver() {
    progress.oneMore();

    sampled(UNSEEN);

    assertThat(watcher.seen.get(0).soFar()).isNotNull();
    assertThat(watcher.done).hasValue(1);
  }

  @Test
  void whatRedisUsesIsInEachMoment() {
    AtomicInteger looks = new AtomicInteger();

    Sampled<String> sampled =
        sampled(
            () -> {
              int look = looks.incrementAndGet();
              return Mono.just(new Usage(look * 1_000_000L, look * 500L, 42, 0, 0));
            });

    assertThat(sampled.timeline().moments())
        .extracting(Moment::redis)
        .allSatisfy(redis -> assertThat(Objects.requireNonNull(redis).cpuPercent()).isEqualTo(50))
        .allSatisfy(redis -> assertThat(Objects.requireNonNull(redis).memoryBytes()).isEqualTo(42));
  }

  @Test
  void aRedisThatFailsIsLeftOutAndDoesNotEndThePass() {
    Sampled<String> sampled = sampled(() -> Mono.error(new IllegalStateException("gone")));

    assertThat(sampled.timeline().moments())
        .isNotEmpty()
        .allSatisfy(moment -> assertThat(moment.redis()).isNull());
  }

  @Test
  void anErrorOfTheWorkIsTheErrorOfAll() {
    StepVerifier.create(
            sampler.during(progress, UNSEEN, Mono.error(new IllegalStateException("broken"))))
        .expectErrorMessage("broken")
        .verify(LIMIT);

    assertThat(watcher.done).hasValue(1);
  }

  @Test
  void aPassThatIsOverAtOnceHasOneMoment() {
    Sampled<Integer> sampled =
        Objects.requireNonNull(sampler.during(progress, UNSEEN, Mono.just(1)).block(LIMIT));

    assertThat(sampled.timeline().moments()).hasSize(1);
  }

  private Sampled<String> sampled(Supplier<Mono<Usage>> redis) {
    return Objects.requireNonNull(
        sampler.during(progress, redis, watcher.enough.asMono()).block(LIMIT));
  }
}
