package io.sluice.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.load.measure.Sampler;
import io.sluice.load.result.RunResult;
import io.sluice.load.result.RunVerdict;
import io.sluice.load.target.RedisLink;
import io.sluice.load.target.Target;
import io.sluice.load.target.Targets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class BenchTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Payloads payloads = new Payloads(100, 1);

  @Test
  void aQueueThatIsNotEmptyIsRefusedAndLeftAlone() {
    try (Target target = Targets.open("embedded");
        Bench bench = Bench.open(target, Retention.DEFAULT, Sampler.silent(), "load-used")) {
      bench.sluice().enqueue(bench.queue(), Bench.TYPE.with(payloads.of(0))).block(LIMIT);

      StepVerifier.create(new Drain(10, 4, payloads).run(bench))
          .expectErrorSatisfies(
              error ->
                  assertThat(error)
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageContaining("queue load-used has already accepted 1 tasks"))
          .verify(LIMIT);

      assertThat(bench.sluice().queues().audit(bench.queue()).block(LIMIT))
          .satisfies(audit -> assertThat(audit.unfinished()).isEqualTo(1));
    }
  }

  @Test
  void aRunLeavesNoKeyBehindAndTouchesNoOther() {
    try (Target target = Targets.open("embedded");
        RedisLink redis = RedisLink.connect(target.redisUri())) {
      redis.commands().set("sluice:queues", "somebody else's").block(LIMIT);
      try (Bench bench = Bench.open(target, Retention.DEFAULT)) {
        RunResult result = new Drain(100, 16, payloads).run(bench).block(LIMIT);
        assertThat(result).extracting(RunResult::verdict).isEqualTo(RunVerdict.OK);
      }

      assertThat(redis.commands().keys("*").collectList().block(LIMIT))
          .containsExactly("sluice:queues");
    }
  }

  @Test
  void whatWasAcceptedIsWaitedForWhileWorkersRunIt() {
    try (Target target = Targets.open("embedded");
        Bench bench = Bench.open(target, Retention.DEFAULT)) {
      Flux.range(0, 2_000)
          .flatMap(i -> bench.sluice().enqueue(bench.queue(), Bench.TYPE.with(payloads.of(i))))
          .blockLast(LIMIT);

      bench.withWorkers(List.of(4), task -> Mono.empty(), () -> bench.finished(1)).block(LIMIT);

      assertThat(bench.sluice().queues().audit(bench.queue()).block(LIMIT))
          .satisfies(audit -> assertThat(audit.unfinished()).isZero());
    }
  }

  @Test
  void theMemoryOfATaskIsThatOfTheBacklog() {
    try (Target target = Targets.open("embedded");
        Bench bench = Bench.open(target, Retention.DEFAULT)) {
      RunResult result = new Drain(20_000, 16, payloads).run(bench).block(LIMIT);

      assertThat(result.figures().costs().bytesPerQueuedTask()).isBetween(50.0, 1_000.0);
    }
  }

  @Test
  void everyBenchHasAQueueOfItsOwn() {
    try (Target target = Targets.open("embedded");
        Bench one = Bench.open(target, Retention.DEFAULT);
        Bench other = Bench.open(target, Retention.DEFAULT)) {
      assertThat(one.queue()).isNotEqualTo(other.queue());
    }
  }
}
