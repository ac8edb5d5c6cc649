package io.sluice.load.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.fault.proxy.Ending;
import io.sluice.load.fault.proxy.FaultProxy;
import io.sluice.load.fault.proxy.Swallow;
import io.sluice.load.target.Target;
import io.sluice.load.target.Targets;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Of every command that the engine sends, one reply is swallowed, and its connection ends in each
 * way that there is. Whatever the command did, it did once; and the engine goes on by itself.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(90)
class ReplyLossTest {
  private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(6);

  private static final Duration FIRES_WITHIN = Duration.ofSeconds(20);
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);

  private static Target redis;

  @BeforeAll
  static void startRedis() {
    redis = Targets.open(Targets.EMBEDDED);
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  static Stream<Arguments> cells() {
    return Arrays.stream(Asked.values())
        .flatMap(
            asked -> Arrays.stream(Ending.values()).map(ending -> Arguments.of(asked, ending)));
  }

  @ParameterizedTest(name = "the reply to {0} is lost by {1}")
  @MethodSource("cells")
  void takesEffectOnceAndGoesOn(Asked asked, Ending ending) {
    URI uri = URI.create(redis.redisUri());
    try (FaultProxy proxy = FaultProxy.to(uri.getHost(), uri.getPort());
        Traffic traffic = new Traffic(uriOf(proxy), asked + "-" + ending)) {
      Eventually.eventually(traffic.ready(), ready -> ready);
      Swallow swallow = proxy.swallow(asked.command(), 1, ending);
      CompletableFuture<?> provoked = provoke(asked, traffic);
      Eventually.eventually(FIRES_WITHIN, Mono.fromSupplier(swallow::fired), times -> times == 1);
      long lost = System.nanoTime();
      if (ending == Ending.TIMEOUT) {
        Mono.delay(asked.late()).subscribe(late -> proxy.heal());
      }

      Eventually.eventually(
          GOES_ON_WITHIN,
          traffic.ready(),
          ready -> ready && traffic.journal().hasRunOneSentAfter(lost));
      provoked.orTimeout(ANSWERED_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
      proxy.heal();
      assertNothingElseCameOfIt(traffic);
      assertThat(swallow.fired()).isOne();
    }
  }

  private static void assertNothingElseCameOfIt(Traffic traffic) {
    Ledger ledger = traffic.drained();
    Journal journal = traffic.journal();
    QueueView.Totals totals = ledger.totals();
    assertThat(journal.refusals()).isEmpty();
    assertThat(ledger.balanced()).as("%s", ledger).isTrue();
    assertThat(totals.succeeded()).isEqualTo(journal.acceptedOnes().size());
    assertThat(totals.accepted() - totals.cancelled()).isEqualTo(totals.succeeded());
    assertThat(journal.runOnes()).containsExactlyInAnyOrderElementsOf(journal.acceptedOnes());
    assertThat(journal.runAgain())
        .as("runs beyond the first, of which each has a cause: %s", totals)
        .isLessThanOrEqualTo(totals.retried() + totals.reaped() + totals.released());
    assertThat(journal.longestWait()).isLessThan(GOES_ON_WITHIN);
  }

  private static CompletableFuture<?> provoke(Asked asked, Traffic traffic) {
    return Mono.fromRunnable(() -> asked.provoke(traffic))
        .subscribeOn(Schedulers.boundedElastic())
        .toFuture();
  }

  private static String uriOf(FaultProxy proxy) {
    return "redis://127.0.0.1:" + proxy.port();
  }
}
