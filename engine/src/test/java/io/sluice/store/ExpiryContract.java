package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Expiry: what is to begin before a time never begins after it. */
public interface ExpiryContract extends ContractSetup {
  @Test
  default void aTaskIsNotPutOffToWhenItHasExpired() {
    TestQueue queue = queue();
    TaskId id = queue.newId();
    EnqueueItem expiring = queue.expiring(id, Duration.ofHours(2));
    queue.take(TestQueue.delayed(expiring, Duration.ofHours(1)));
    Instant now = queue.store().now();

    assertThat(queue.admin().reschedule(id, now.plus(Duration.ofHours(3))).verdict())
        .isEqualTo(ActReply.Verdict.LATE);
    assertThat(queue.find(id).runAt()).isBefore(now.plus(Duration.ofMinutes(61)));
    assertThat(queue.admin().reschedule(id, now.plus(Duration.ofMinutes(100))).verdict())
        .isEqualTo(ActReply.Verdict.DONE);
    assertThat(queue.find(id).runAt()).isAfter(now.plus(Duration.ofMinutes(99)));
  }

  Duration SOON = Duration.ofMillis(30);
  Duration LATER = Duration.ofMinutes(10);

  /** Long enough for a claim on a busy machine. */
  Duration IN_TIME = Duration.ofSeconds(3);

  /** Waits until a time is over by the clock of the store. */
  private static void pass(TestQueue queue, Duration time) {
    Instant end = queue.store().now().plus(time).plusMillis(5);
    Eventually.eventually(() -> queue.store().now().isAfter(end));
  }

  private static void assertExpired(TestQueue queue, TaskId id) {
    queue.assertState(id, TaskState.EXPIRED);
    TaskView found = queue.find(id);
    assertThat(found.finishedAt()).isAfter(found.createdAt());
    assertThat(found.startedAt()).isNull();
    assertThat(found.attempt()).isZero();
    assertThat(queue.totals().expired()).isEqualTo(1);
    assertThat(queue.counts().expired()).isEqualTo(1);
    assertThat(queue.counts().ready()).isZero();
    queue.assertBalanced();
  }

  @Test
  default void aClaimRefusesWhatIsLateAndEndsIt() {
    TestQueue queue = queue();
    TaskId id = queue.take(queue.expiring(queue.newId(), SOON));
    TaskId other = queue.ready();
    pass(queue, SOON);

    assertThat(TestSession.ids(queue.session().claim(5))).containsExactly(other);

    assertExpired(queue, id);
    assertThat(queue.expire()).isZero();
  }

  @Test
  default void whatNobodyTakesExpiresInTheListOfReadyTasks() {
    TestQueue queue = queue();
    TaskId id = queue.take(queue.expiring(queue.newId(), SOON));
    pass(queue, SOON);

    assertThat(queue.promote().expiring()).isTrue();
    assertThat(queue.expire()).isEqualTo(1);
    assertThat(queue.promote().expiring()).isFalse();

    assertExpired(queue, id);
    assertThat(queue.cancel(id)).isEqualTo(CancelReply.FINISHED);
    assertThat(queue.session().claim(5)).isEmpty();
    assertExpired(queue, id);
  }

  @Test
  default void whatWaitsForItsTimeExpiresToo() {
    TestQueue queue = queue();
    TaskId id = queue.take(TestQueue.delayed(queue.expiring(queue.newId(), SOON), LATER));
    pass(queue, SOON);

    assertThat(queue.expire()).isEqualTo(1);

    assertExpired(queue, id);
    assertThat(queue.counts().scheduled()).isZero();
  }

  @Test
  default void whatBeganInTimeDoesNotExpireLater() {
    TestQueue queue = queue();
    TaskId id = queue.take(queue.expiring(queue.newId(), IN_TIME));
    TaskId runs = queue.take(queue.expiring(queue.newId(), IN_TIME));
    TestSession session = queue.session();
    var claimed = session.claim(2);
    queue.settle(claimed.get(0), new Outcome.Retry(LATER, Failure.of("T", "no")));
    pass(queue, IN_TIME);

    assertThat(queue.expire()).isZero();

    queue.assertState(id, TaskState.RETRYING);
    queue.assertState(runs, TaskState.RUNNING);
    queue.admin().act(id, Act.RUN_NOW);
    assertThat(TestSession.ids(session.claim(5))).containsExactly(id);
  }

  @Test
  default void whatIsInTimeIsGiven() {
    TestQueue queue = queue();
    TaskId id = queue.take(queue.expiring(queue.newId(), LATER));

    assertThat(queue.expire()).isZero();
    assertThat(TestSession.ids(queue.session().claim(1))).containsExactly(id);
    assertThat(queue.find(id).options().expiresIn()).isEqualTo(LATER);
  }

  @Test
  default void theTimeOfACancelledTaskDoesNotEndOneThatTakesItsIdAfterIt() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    TaskId id = queue.newId();
    queue.take(TestQueue.delayed(queue.expiring(id, SOON), LATER));
    queue.cancel(id);
    queue.assertUnknown(id);
    queue.enqueue(queue.delayed(id, LATER));
    pass(queue, SOON);

    queue.expire();

    queue.assertState(id, TaskState.SCHEDULED);
    assertThat(queue.totals().expired()).isZero();
  }

  @Test
  default void whatIsDeletedExpiresNoMore() {
    TestQueue queue = queue();
    TaskId id = queue.take(TestQueue.delayed(queue.expiring(queue.newId(), SOON), LATER));
    queue.admin().act(id, Act.DELETE);
    pass(queue, SOON);

    assertThat(queue.expire()).isZero();
    queue.assertUnknown(id);
    assertThat(queue.totals().expired()).isZero();
  }
}
