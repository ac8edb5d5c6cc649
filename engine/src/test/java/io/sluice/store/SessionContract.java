package io.sluice.store;

import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.WorkerView;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sessions: they live while they are extended, and never twice. */
public interface SessionContract extends ContractSetup {
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
  default void whatALiveSessionTellsOfItselfIsListedInTheOrderOfTheirIds() {
    TestQueue queue = queue();
    TestSession first = queue.session();
    TestSession second = queue.session();
    TestSession over = queue.session();
    WorkerNote note = new WorkerNote(8, 3, TestQueue.LONG, "1@here", Set.of("b.send", "a"));
    for (TestSession session : List.of(first, second, over)) {
      done(queue.store().sessions().present(queue.name(), session.id(), note));
    }
    done(queue.store().sessions().close(queue.name(), over.id()));
    done(queue.store().sessions().present(queue.name(), "nobody", note));

    List<WorkerView> all = now(queue.store().admin().workers(queue.name(), "", 10));

    assertThat(all).extracting(WorkerView::session).containsExactly(first.id(), second.id());
    WorkerView told = all.get(0);
    assertThat(told.capacity()).isEqualTo(8);
    assertThat(told.inFlight()).isEqualTo(3);
    assertThat(told.host()).isEqualTo("1@here");
    assertThat(told.types()).containsExactly("a", "b.send");
    assertThat(told.heartbeatAge()).isBetween(Duration.ZERO, TestQueue.LONG);
    assertThat(told.expiresIn()).isBetween(Duration.ZERO, TestQueue.LONG);
    assertThat(now(queue.store().admin().workers(queue.name(), first.id(), 10)))
        .extracting(WorkerView::session)
        .containsExactly(second.id());
    assertThat(now(queue.store().admin().workers(queue.name(), "", 1))).hasSize(1);
  }

  @Test
  default void ofASessionThatToldNothingItIsKnownThatItLives() {
    TestQueue queue = queue();
    TestSession session = queue.session();

    assertThat(now(queue.store().admin().workers(queue.name(), "", 10)))
        .singleElement()
        .satisfies(
            worker -> {
              assertThat(worker.session()).isEqualTo(session.id());
              assertThat(worker.capacity()).isNull();
              assertThat(worker.heartbeatAge()).isNull();
            });
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

    assertThat(
            now(
                queue
                    .store()
                    .sessions()
                    .extend(queue.name(), "nobody", TestQueue.LONG, ExtendReply.END)))
        .isInstanceOf(ExtendReply.Gone.class);
    assertThat(now(queue.store().claim(queue.name(), "nobody", 1, ClaimTerms.upTo(1))))
        .isInstanceOf(ClaimReply.Gone.class);
  }

  @Test
  default void openNeverRevivesASessionThatIsStillToBeWalked() {
    TestQueue queue = queue();
    queue.ready();
    TestSession session = queue.session();
    session.claim();
    session.close();

    assertThat(now(queue.store().sessions().open(queue.name(), session.id(), TestQueue.LONG)))
        .isFalse();
  }

  @Test
  default void openMayBeRepeated() {
    TestQueue queue = queue();
    TestSession session = queue.session();

    assertThat(now(queue.store().sessions().open(queue.name(), session.id(), TestQueue.LONG)))
        .isTrue();
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
