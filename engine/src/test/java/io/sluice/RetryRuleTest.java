package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.EngineEvent;
import io.sluice.task.BuryTaskException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.handler.RetryRule;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

class RetryRuleTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final Duration SHORT = Duration.ofMillis(2);
  private static final RetryPolicy IN_AN_HOUR = RetryPolicy.fixed(5, Duration.ofHours(1));

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final List<Throwable> seen = new CopyOnWriteArrayList<>();

  @Test
  void anErrorOfAClassThatIsNeverRetriedEndsTheTaskAtOnce() {
    failing(new NumberFormatException("no number"))
        .retry(RetryRule.never(UncheckedIOException.class, IllegalArgumentException.class))
        .start();

    TaskView ended = ENGINE.ended(queue, enqueue(attempts(9)));

    assertThat(ended.state()).isEqualTo(TaskState.DEAD);
    assertThat(ended.attempt()).isEqualTo(1);
    assertThat(ended.failure().type()).isEqualTo("java.lang.NumberFormatException");
  }

  @Test
  void whereARuleHasNoSayThePolicyOfTheTaskDecides() {
    failing(new IllegalStateException("no"))
        .retry(RetryRule.never(IllegalArgumentException.class))
        .start();

    assertThat(ENGINE.ended(queue, enqueue(attempts(3))).attempt()).isEqualTo(3);
  }

  @Test
  void aRuleMaySayWhenToTryAgainAndDoesNotOutlastTheAttempts() {
    failing(new IllegalStateException("no"))
        .retry((attempt, error) -> RetryRule.retryIn(SHORT))
        .start();

    TaskView ended = ENGINE.ended(queue, enqueue(IN_AN_HOUR));

    assertThat(ended.state()).isEqualTo(TaskState.DEAD);
    assertThat(ended.attempt()).isEqualTo(5);
  }

  @Test
  void aRuleMayPutATaskOffAsIfItHadNotFailed() {
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task -> {
              seen.add(new IllegalStateException("busy"));
              return seen.size() < 4 ? Mono.error(seen.get(0)) : Mono.just("done");
            })
        .retry(RetryRule.on(IllegalStateException.class, RetryRule.snooze(SHORT)))
        .start();

    TaskView ended = ENGINE.ended(queue, enqueue(attempts(1)));

    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ended.attempt()).isEqualTo(1);
    assertThat(ended.failure()).isNull();
  }

  @Test
  void theRuleOfATypeGoesBeforeTheRuleOfAllAndRulesAreAskedInTurn() {
    failing(new IllegalStateException("no"))
        .retry((attempt, error) -> RetryRule.BURY)
        .retry(
            ECHO,
            RetryRule.never(IllegalArgumentException.class)
                .or((attempt, error) -> attempt < 3 ? RetryRule.retryIn(SHORT) : RetryRule.BURY))
        .start();

    assertThat(ENGINE.ended(queue, enqueue(IN_AN_HOUR)).attempt()).isEqualTo(3);
  }

  @Test
  void aRuleIsAskedAboutAnAttemptThatTookTooLong() {
    sluice
        .worker(queue)
        .handle(ECHO, task -> Mono.never())
        .retry(
            (attempt, error) -> {
              seen.add(error);
              return RetryRule.BURY;
            })
        .start();

    TaskView ended =
        ENGINE.ended(
            queue,
            sluice
                .enqueue(queue, ECHO.with("x").timeout(Duration.ofMillis(50)).retry(IN_AN_HOUR))
                .block(SOON)
                .id()
                .value());

    assertThat(ended.failure().type()).isEqualTo("io.sluice.AttemptTimeout");
    assertThat(seen).singleElement().isInstanceOf(TimeoutException.class);
  }

  @Test
  void aHandlersOwnWordIsNotAskedAbout() {
    failing(new BuryTaskException("never"))
        .retry(
            (attempt, error) -> {
              seen.add(error);
              return RetryRule.retryIn(SHORT);
            })
        .start();

    assertThat(ENGINE.ended(queue, enqueue(attempts(9))).attempt()).isEqualTo(1);
    assertThat(seen).isEmpty();
  }

  @Test
  void aRuleThatThrowsIsReportedAndThePolicyDecides() {
    failing(new IllegalStateException("no"))
        .retry(
            (attempt, error) -> {
              throw new StackOverflowError("the rule itself");
            })
        .start();

    assertThat(ENGINE.ended(queue, enqueue(attempts(2))).failure().message()).isEqualTo("no");
    assertThat(reported()).hasSize(2).allMatch(StackOverflowError.class::isInstance);
  }

  @Test
  void aRuleThatGivesNothingIsReportedAndThePolicyDecides() {
    failing(new IllegalStateException("no")).retry((attempt, error) -> null).start();

    assertThat(ENGINE.ended(queue, enqueue(attempts(1))).state()).isEqualTo(TaskState.DEAD);
    assertThat(reported()).singleElement().isInstanceOf(NullPointerException.class);
  }

  @Test
  void aSecondRuleForTheSameIsRefused() {
    WorkerBuilder builder = failing(new IllegalStateException("no"));
    RetryRule rule = RetryRule.never(Error.class);
    builder.retry(rule).retry(ECHO, rule);

    assertThatThrownBy(() -> builder.retry(rule)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.retry(ECHO, rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("echo");
  }

  @Test
  void aRetryThatWouldBeginAfterItsTotalTimeIsNotMade() {
    failing(new IllegalStateException("no")).start();

    TaskView ended = ENGINE.ended(queue, enqueue(IN_AN_HOUR.within(Duration.ofMinutes(59))));
    String waits = enqueue(IN_AN_HOUR.within(Duration.ofMinutes(61)));

    assertThat(ended.state()).isEqualTo(TaskState.DEAD);
    assertThat(ended.attempt()).isEqualTo(1);
    Eventually.eventually(
        sluice.tasks().find(queue, waits), task -> task.state() == TaskState.RETRYING);
  }

  @Test
  void theTotalTimeRunsFromTheFirstFailureAndNotFromTheLast() {
    RetryPolicy often = RetryPolicy.fixed(1_000_000, Duration.ofMillis(20));
    failing(new IllegalStateException("no")).start();

    TaskView ended = ENGINE.ended(queue, enqueue(often.within(Duration.ofMillis(300))));

    assertThat(ended.state()).isEqualTo(TaskState.DEAD);
    assertThat(ended.attempt()).isGreaterThan(1);
    assertThat(ended.failure().message()).isEqualTo("no");
  }

  private WorkerBuilder failing(RuntimeException error) {
    return sluice.worker(queue).handle(ECHO, task -> Mono.error(error));
  }

  private List<Throwable> reported() {
    return ENGINE.events(EngineEvent.PassFailed.class).stream()
        .filter(event -> event.queue().value().equals(queue) && event.loop().equals("retry rule"))
        .map(EngineEvent.PassFailed::error)
        .toList();
  }

  private String enqueue(RetryPolicy retry) {
    return sluice.enqueue(queue, ECHO.with("x").retry(retry)).block(SOON).id().value();
  }
}
