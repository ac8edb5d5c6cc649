package io.sluice.store;

import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions: they live while they are extended, and never twice. */
interface SessionContract extends ContractSetup {
  @Test
  default void anExtendedSessionOutlivesItsFirstLife() {
    TestQueue queue = queue();
    TestSession session = queue.session(TestQueue.SHORT);

    assertThat(session.extend()).isEqualTo(new ExtendReply.Alive(ExtendReply.END, List.of()));

    assertThat(queue.reap().fenced()).isZero();
    assertThat(queue.stats().workers()).isEqualTo(1);
    queue.ready();
    assertThat(session.claim(1)).hasSize(1);
  }

  @Test
  default void extendNeverRevivesAFencedSession() {
    TestQueue queue = queue();
    queue.ready();
    TestSession session = queue.session(TestQueue.SHORT);
    session.claim();
    queue.reapUntil(reaped -> reaped.fenced() == 1);

    assertThat(session.extend()).isInstanceOf(ExtendReply.Gone.class);
    assertThat(session.tryClaim(1)).isInstanceOf(ClaimReply.Gone.class);
    assertThat(queue.stats().workers()).isZero();
  }

  @Test
  default void extendNeverOpensASession() {
    TestQueue queue = queue();

    assertThat(now(queue.store().extend(queue.name(), "nobody", TestQueue.LONG, ExtendReply.END)))
        .isInstanceOf(ExtendReply.Gone.class);
    assertThat(now(queue.store().claim(queue.name(), "nobody", 1, 1, List.of())))
        .isInstanceOf(ClaimReply.Gone.class);
  }

  @Test
  default void openNeverRevivesASessionThatIsStillToBeWalked() {
    TestQueue queue = queue();
    queue.ready();
    TestSession session = queue.session();
    session.claim();
    session.close();

    assertThat(now(queue.store().open(queue.name(), session.id(), TestQueue.LONG))).isFalse();
  }

  @Test
  default void openMayBeRepeated() {
    TestQueue queue = queue();
    TestSession session = queue.session();

    assertThat(now(queue.store().open(queue.name(), session.id(), TestQueue.LONG))).isTrue();
    assertThat(queue.stats().workers()).isEqualTo(1);
  }

  @Test
  default void anIdleSessionClosesWithoutAWalk() {
    TestQueue queue = queue();
    TestSession session = queue.session();

    session.close();
    session.close();

    assertThat(queue.stats().workers()).isZero();
    assertThat(queue.reap()).isEqualTo(new Reaped(false, 0, 0, 0, 0, 0));
  }

  @Test
  default void whatAClosedSessionHeldRunsAgain() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();
    session.claim();

    session.close();

    queue.reapUntil(reaped -> reaped.reaped() == 1);
    queue.assertState(id, TaskState.READY);
  }

  @Test
  default void sessionsOfOtherQueuesAreNotTouched() {
    TestQueue one = queue();
    TestQueue two = queue();
    TestSession expired = one.session(TestQueue.SHORT);
    TestSession other = two.session();

    one.reapUntil(reaped -> reaped.fenced() == 1);

    assertThat(expired.extend()).isInstanceOf(ExtendReply.Gone.class);
    assertThat(other.extend()).isInstanceOf(ExtendReply.Alive.class);
  }
}
