package io.sluice.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.memory.VirtualClock;
import io.sluice.schedule.Schedule;
import io.sluice.task.Failure;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The extension as a user's tests use it, with a clock that they move. */
@SluiceTest
class UserTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String QUEUE = "email";
  private static final TaskType<String, String> GREET =
      TaskType.of("greet", String.class, String.class);

  @Test
  void aTaskRunsAndGivesItsResult(Sluice sluice) {
    sluice.worker(QUEUE).handle(GREET, task -> Mono.just("Hello " + task.payload())).start();

    String result = sluice.enqueue(QUEUE, GREET.with("Ann")).flatMap(sluice::result).block(SOON);

    assertThat(result).isEqualTo("Hello Ann");
  }

  @Test
  void aDelayedTaskRunsWhenTheClockComesToItsTime(Sluice sluice, VirtualClock clock) {
    sluice.worker(QUEUE).handle(GREET, task -> Mono.just("Hello " + task.payload())).start();
    TaskHandle<String> task =
        sluice.enqueue(QUEUE, GREET.with("Ann").delay(Duration.ofDays(30))).block(SOON);

    clock.advance(Duration.ofDays(30).minusMillis(1));
    assertThat(state(sluice, task)).isEqualTo(TaskState.SCHEDULED);
    clock.advance(Duration.ofMillis(1));

    assertThat(sluice.result(task).block(SOON)).isEqualTo("Hello Ann");
  }

  @Test
  void retriesFollowTheClock(Sluice sluice, VirtualClock clock) {
    AtomicInteger attempts = new AtomicInteger();
    sluice
        .worker(QUEUE)
        .handle(
            GREET,
            task ->
                attempts.incrementAndGet() < 3
                    ? Mono.error(new IllegalStateException("attempt " + attempts))
                    : Mono.just("at last"))
        .start();
    Duration wait = Duration.ofHours(1);
    TaskHandle<String> task =
        sluice.enqueue(QUEUE, GREET.with("Ann").retry(RetryPolicy.fixed(5, wait))).block(SOON);

    for (int failed = 1; failed < 3; failed++) {
      Eventually.eventually(() -> state(sluice, task) == TaskState.RETRYING);
      assertThat(attempts).hasValue(failed);
      clock.advance(wait.multipliedBy(2));
    }

    assertThat(sluice.result(task).block(SOON)).isEqualTo("at last");
    assertThat(view(sluice, task).failures())
        .extracting(Failure::message)
        .containsExactly("attempt 2", "attempt 1");
  }

  @Test
  void whatNobodyBeginsInTimeHasExpired(Sluice sluice, VirtualClock clock) {
    TaskHandle<String> task =
        sluice.enqueue(QUEUE, GREET.with("Ann").expiresIn(Duration.ofHours(1))).block(SOON);

    clock.advance(Duration.ofHours(1));

    assertThat(state(sluice, task)).isEqualTo(TaskState.EXPIRED);
    assertThat(view(sluice, task).finishedAt()).isEqualTo(clock.now());
  }

  @Test
  void aScheduleFiresWhenTheClockComesToItsTime(Sluice sluice, VirtualClock clock) {
    AtomicInteger fired = new AtomicInteger();
    sluice
        .worker(QUEUE)
        .handle(GREET, task -> Mono.fromSupplier(() -> "" + fired.incrementAndGet()))
        .start();
    sluice
        .schedules()
        .put("nightly", Schedule.cron("30 2 * * *", ZoneOffset.UTC), QUEUE, GREET.with("all"))
        .block(SOON);

    for (int night = 1; night <= 3; night++) {
      clock.advance(Duration.ofDays(1));
      int soFar = night;
      Eventually.eventually(() -> fired.get() == soFar);
    }
  }

  @Test
  void aWorkerOutlivesAnyLeapOfTheClock(Sluice sluice, VirtualClock clock) {
    AtomicInteger begun = new AtomicInteger();
    Sinks.One<String> end = Sinks.one();
    sluice
        .worker(QUEUE)
        .handle(
            GREET,
            task -> {
              begun.incrementAndGet();
              return end.asMono();
            })
        .start();
    TaskHandle<String> task = sluice.enqueue(QUEUE, GREET.with("Ann")).block(SOON);
    Eventually.eventually(() -> begun.get() == 1);

    clock.advance(Duration.ofDays(365));
    end.tryEmitValue("done");

    assertThat(sluice.result(task).block(SOON)).isEqualTo("done");
    assertThat(begun).hasValue(1);
    assertThat(view(sluice, task).crashes()).isZero();
  }

  @Test
  void theClockBeginsAtAnInstantThatTestsMayRelyOn(VirtualClock clock) {
    assertThat(clock.now()).isEqualTo(Instant.parse("2030-01-01T00:00:00Z"));
  }

  @Test
  @SluiceTest(SluiceTest.Store.REDIS)
  void theSameOnARedis(Sluice sluice) {
    sluice.worker(QUEUE).handle(GREET, task -> Mono.just("Hello " + task.payload())).start();

    String result = sluice.enqueue(QUEUE, GREET.with("Ann")).flatMap(sluice::result).block(SOON);

    assertThat(result).isEqualTo("Hello Ann");
    assertThat(sluice.serverFacts().block(SOON).majorVersion()).isGreaterThanOrEqualTo(7);
  }

  private static TaskView view(Sluice sluice, TaskHandle<?> task) {
    return sluice.tasks().find(QUEUE, task.id().value()).block(SOON);
  }

  private static TaskState state(Sluice sluice, TaskHandle<?> task) {
    return view(sluice, task).state();
  }
}
