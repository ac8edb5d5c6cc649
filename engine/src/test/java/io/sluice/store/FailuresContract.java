package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.CrashLimit;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Failures: newest first, a bounded number of them, and the first of all among them. */
interface FailuresContract extends ContractSetup {
  int MAX_KEPT = 10;

  private static void fail(TestQueue queue, TaskId id, TestSession session, String message) {
    queue.settle(session.claim(), new Outcome.Retry(Duration.ofHours(1), Failure.of("T", message)));
    queue.admin().act(id, Act.RUN_NOW);
  }

  @Test
  default void failuresAreToldNewestFirst() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();

    fail(queue, id, session, "1");
    fail(queue, id, session, "2");
    queue.settle(session.claim(), new Outcome.Bury(Failure.of("U", "3")));

    TaskView found = queue.find(id);
    assertThat(found.failures()).extracting(Failure::message).containsExactly("3", "2", "1");
    assertThat(found.failures()).extracting(Failure::type).containsExactly("U", "T", "T");
    assertThat(found.failure().message()).isEqualTo("3");
    assertThat(found.attempt()).isEqualTo(3);
    queue.assertBalanced();
  }

  @Test
  default void aFailureKnowsWhoRanTheAttemptAndWhenAndTheDeadTaskSinceWhen() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();
    ClaimedTask first = session.claim();
    queue.settle(first, new Outcome.Retry(Duration.ofHours(1), Failure.of("T", "1")));
    queue.admin().act(id, Act.RUN_NOW);
    ClaimedTask last = session.claim();
    queue.settle(last, new Outcome.Bury(Failure.of("T", "2")));

    TaskView found = queue.find(id);

    assertThat(found.failures())
        .extracting(Failure::startedAt)
        .containsExactly(last.startedAt(), first.startedAt());
    assertThat(found.failures()).extracting(Failure::worker).containsOnly(session.id());
    assertThat(found.failures())
        .allSatisfy(failure -> assertThat(failure.duration().isNegative()).isFalse());
    assertThat(found.startedAt()).isEqualTo(last.startedAt());
    assertThat(found.finishedAt()).isEqualTo(found.failure().at());
  }

  @Test
  default void whatDiesOfCrashesKnowsItsLastRun() {
    TestQueue queue = queue(config -> config.withCrashLimit(new CrashLimit(1, Duration.ZERO)));
    TaskId id = queue.ready();
    TestSession session = queue.session(TestQueue.SHORT);
    ClaimedTask claimed = session.claim();

    queue.reapUntil(reaped -> reaped.dead() == 1);

    assertThat(queue.find(id).startedAt()).isEqualTo(claimed.startedAt());
    assertThat(queue.find(id).failure().worker()).isEqualTo(session.id());
  }

  @Test
  default void theNewestFailuresKeepTheirTraces() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();
    for (int attempt = 1; attempt <= 5; attempt++) {
      Failure failure = Failure.of("T", "m", "at a\nat b\n\tat line " + attempt);
      queue.settle(session.claim(), new Outcome.Retry(Duration.ofHours(1), failure));
      queue.admin().act(id, Act.RUN_NOW);
    }

    assertThat(queue.find(id).failures())
        .extracting(Failure::trace)
        .containsExactly(
            "at a\nat b\n\tat line 5",
            "at a\nat b\n\tat line 4",
            "at a\nat b\n\tat line 3",
            null,
            null);
    assertThat(queue.find(id).failures()).extracting(Failure::worker).doesNotContainNull();
  }

  @Test
  default void withoutTracesNoneAreKept() {
    TestQueue queue = queue(config -> config.withFailureTraces(false));
    TaskId id = queue.ready();
    Failure failure = Failure.of("T", "m", "at a");

    queue.settle(queue.session().claim(), new Outcome.Bury(failure));

    assertThat(queue.find(id).failure().trace()).isNull();
    assertThat(queue.find(id).failure().message()).isEqualTo("m");
  }

  @Test
  default void ofTooManyFailuresTheNewestAndTheFirstAreKept() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();

    for (int attempt = 1; attempt <= 25; attempt++) {
      fail(queue, id, session, String.valueOf(attempt));
    }

    assertThat(queue.find(id).failures())
        .extracting(Failure::message)
        .hasSize(MAX_KEPT)
        .containsExactly("25", "24", "23", "22", "21", "20", "19", "18", "17", "1");
    assertThat(queue.find(id).attempt()).isEqualTo(25);
  }

  @Test
  default void aClaimTellsWhenItFailedForTheFirstTime() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();
    fail(queue, id, session, "1");
    Instant first = queue.find(id).failure().at();
    for (int attempt = 2; attempt <= MAX_KEPT + 2; attempt++) {
      fail(queue, id, session, String.valueOf(attempt));
    }

    ClaimedTask claimed = session.claim();

    assertThat(claimed.firstFailedAt()).isEqualTo(first);
    assertThat(claimed.failures()).isEqualTo(MAX_KEPT + 2);
  }

  @Test
  default void aNewLifeKeepsTheFailuresAndDoesNotCountThem() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();
    queue.settle(session.claim(), new Outcome.Bury(Failure.of("T", "dead")));

    queue.admin().act(id, Act.RETRY);

    TaskView found = queue.find(id);
    assertThat(found.attempt()).isZero();
    assertThat(found.crashes()).isZero();
    assertThat(found.failure().message()).isEqualTo("dead");
    assertThat(session.claim().failures()).isZero();
    queue.assertState(id, TaskState.RUNNING);
  }

  @Test
  default void whatDiesOfCrashesAgainAndAgainKeepsABoundedNumberToo() {
    TestQueue queue = queue(config -> config.withCrashLimit(new CrashLimit(1, Duration.ZERO)));
    TaskId id = queue.ready();

    for (int life = 1; life <= MAX_KEPT + 3; life++) {
      queue.session(TestQueue.SHORT).claim();
      queue.reapUntil(reaped -> reaped.dead() == 1);
      queue.admin().act(id, Act.RETRY);
    }

    assertThat(queue.find(id).failures()).hasSize(MAX_KEPT);
    queue.assertBalanced();
  }
}
