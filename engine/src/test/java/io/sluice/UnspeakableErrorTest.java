package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineLog;
import io.sluice.task.BuryTaskException;
import io.sluice.task.Failure;
import io.sluice.task.QueueName;
import io.sluice.task.RetryTaskException;
import io.sluice.task.SnoozeTaskException;
import io.sluice.task.TaskState;
import io.sluice.task.handler.BatchOutcome;
import io.sluice.task.handler.RetryRule;
import io.sluice.task.handler.TaskHandler;
import io.sluice.task.view.TaskView;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Errors that cannot be asked what they are must not cost a task its outcome. */
class UnspeakableErrorTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final Duration SHORT = Duration.ofMillis(2);

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  /** An error all of whose words throw, one of them each kind of error. */
  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    private Unspeakable(Kind kind) {
      super(null, null, false, true);
      this.kind = kind;
    }

    @Override
    public String getMessage() {
      return kind.thrown(this);
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException(kind.thrown(this));
    }

    @Override
    public String toString() {
      return kind.thrown(this);
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException(kind.thrown(this));
    }
  }

  enum Kind {
    EXCEPTION {
      @Override
      String thrown(RuntimeException itself) {
        throw new IllegalStateException("no words");
      }
    },
    ITSELF {
      @Override
      String thrown(RuntimeException itself) {
        throw itself;
      }
    },
    STACK_OVERFLOW {
      @Override
      String thrown(RuntimeException itself) {
        throw new StackOverflowError("no words");
      }
    },
    LINKAGE_ERROR {
      @Override
      String thrown(RuntimeException itself) {
        throw new NoClassDefFoundError("no words");
      }
    };

    abstract String thrown(RuntimeException itself);
  }

  @ParameterizedTest
  @EnumSource
  void anErrorWhoseMessageThrowsIsAFailedAttempt(Kind kind) {
    handling(task -> Mono.error(new Unspeakable(kind)));

    assertDeadAfterTwo();
  }

  @ParameterizedTest
  @EnumSource
  void soIsOneThatIsThrownByABlockingHandler(Kind kind) {
    sluice
        .worker(queue)
        .handleBlocking(
            ECHO,
            task -> {
              throw new Unspeakable(kind);
            })
        .start();

    assertDeadAfterTwo();
  }

  @Test
  void soIsOneOfABatchAndOneThatABatchTells() {
    sluice
        .worker(queue)
        .handleBatch(
            ECHO,
            1,
            SHORT,
            tasks ->
                tasks.get(0).attempt() == 1
                    ? Flux.error(new Unspeakable(Kind.EXCEPTION))
                    : Flux.just(
                        BatchOutcome.retry(tasks.get(0), new Unspeakable(Kind.ITSELF), SHORT)))
        .start();

    assertDeadAfterTwo();
  }

  @Test
  void soIsOneOfAnInterceptor() {
    sluice
        .worker(queue)
        .handle(ECHO, task -> Mono.empty())
        .intercept((task, run) -> run.then(Mono.error(new Unspeakable(Kind.EXCEPTION))))
        .start();

    assertDeadAfterTwo();
  }

  @Test
  void soIsOneThatIsTheCauseOfARetry() {
    handling(
        task -> Mono.error(new RetryTaskException(SHORT, "no", new Unspeakable(Kind.EXCEPTION))));

    assertDeadAfterTwo();
  }

  @Test
  void aRuleThatThrowsSuchAnErrorLeavesItToThePolicy() {
    sluice
        .worker(queue)
        .handle(ECHO, task -> Mono.error(new Unspeakable(Kind.EXCEPTION)))
        .retry(
            (attempt, error) -> {
              throw new Unspeakable(Kind.ITSELF);
            })
        .start();

    assertDeadAfterTwo();
  }

  @Test
  void oneThatAReceiverTellsIsAFailedAttempt() {
    sluice
        .receive(queue, ECHO)
        .concatMap(delivery -> delivery.retry(new Unspeakable(Kind.EXCEPTION), SHORT))
        .take(2)
        .subscribe(nothing -> {}, error -> {});

    assertDeadAfterTwo();
  }

  @Test
  void noWaitIsAnErrorOfTheHandlerThatNamesWhatIsMissing() {
    handling(
        task ->
            Mono.error(
                task.attempt() == 1
                    ? new RetryTaskException(null, "later")
                    : new SnoozeTaskException(null)));

    TaskView dead = dead();
    assertThat(dead.failure().type()).isEqualTo("java.lang.NullPointerException");
    assertThat(dead.failure().message()).contains("delay");
    assertThat(dead.attempt()).isEqualTo(2);
  }

  @Test
  void whatHandlersSayTakesNoNull() {
    assertRefused("delay", () -> new RetryTaskException(null, "later"));
    assertRefused("reason", () -> new RetryTaskException(SHORT, null));
    assertRefused("delay", () -> new SnoozeTaskException(null));
    assertRefused("reason", () -> new BuryTaskException(null));
    assertRefused("delay", () -> RetryRule.retryIn(null));
    assertRefused("delay", () -> RetryRule.snooze(null));
    assertRefused("decision", () -> RetryRule.on(Exception.class, null));
    assertRefused("error", () -> new BatchOutcome.Fail<>(null, null));
    assertRefused("cause", () -> BatchOutcome.retry(null, null, SHORT));
  }

  @Test
  void theLogTakesAnyErrorAndSaysItsClass() {
    QueueName name = QueueName.of(queue);
    for (Kind kind : Kind.values()) {
      EngineLog log = new EngineLog();

      log.on(new EngineEvent.PassFailed("test " + kind, name, new Unspeakable(kind)));
      log.on(new EngineEvent.CallResent("test " + kind, name, 1, new Unspeakable(kind)));
      assertThat(Failure.of(new Unspeakable(kind)).type()).isEqualTo(Unspeakable.class.getName());
    }
  }

  private void handling(TaskHandler<String, String> handler) {
    sluice.worker(queue).handle(ECHO, handler).start();
  }

  private static void assertRefused(String parameter, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining(parameter);
  }

  private void assertDeadAfterTwo() {
    TaskView dead = dead();
    assertThat(dead.state()).isEqualTo(TaskState.DEAD);
    assertThat(dead.attempt()).isEqualTo(2);
    assertThat(dead.failure().type()).isEqualTo(Unspeakable.class.getName());
    assertThat(dead.failure().message()).contains("its message cannot be had");
  }

  private TaskView dead() {
    String id = sluice.enqueue(queue, ECHO.with("x").retry(attempts(2))).block(SOON).id().value();
    return ENGINE.ended(queue, id);
  }
}
