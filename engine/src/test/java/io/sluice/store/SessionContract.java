package io.sluice.store;

import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.WorkerView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sessions: they live while they are extended, and never twice. */
public interface SessionContract extends ContractSetup {
  Instant SINCE = Instant.ofEpochMilli(1_795_000_000_000L);

  @Test
  default void anExtendedSessionOutlivesItsFirstLife() {
    TestQueue queue = queue();
    TestSession session = queue.session(TestQueue.SHORT);

    assertThat(session.extend()).isEqualTo(new ExtendReply.Alive(ExtendReply.END, null, List.of()));

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
    WorkerNote note =
        new WorkerNote(8, 3, TestQueue.LONG, "1@here", "0.1.0", SINCE, Set.of("b.send", "a"));
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
    assertThat(told.version()).isEqualTo("0.1.0");
    assertThat(told.since()).isEqualTo(SINCE);
    assertThat(told.types()).containsExactly("a", "b.send");
    assertThat(told.heartbeatAge()).isBetween(Duration.ZERO, TestQueue.LONG);
    assertThat(told.expiresIn()).isBetween(Duration.ZERO, TestQueue.LONG);
    assertThat(now(queue.store().admin().workers(queue.name(), first.id(), 10)))
        .extracting(WorkerView::session)
        .containsExactly(second.id());
    assertThat(now(queue.store().admin().workers(queue.name(), "", 1))).hasSize(1);
  }

  @Test
  default void whatIsAskedOfAWorkerIsToldWithItsNextExtendAndShownUntilItIsOver() {
    TestQueue queue = queue();
    TestSession asked = queue.session();
    TestSession other = queue.session();

    assertThat(ask(queue, asked.id(), WorkerView.Asked.QUIET)).isTrue();

    assertThat(asked.extend()).isEqualTo(alive(WorkerView.Asked.QUIET));
    assertThat(other.extend()).isEqualTo(alive(null));
    assertThat(now(queue.store().admin().workers(queue.name(), "", 10)))
        .extracting(WorkerView::session, WorkerView::asked)
        .containsExactlyInAnyOrder(
            tuple(asked.id(), WorkerView.Asked.QUIET), tuple(other.id(), null));

    assertThat(ask(queue, asked.id(), WorkerView.Asked.CLAIM)).isTrue();
    assertThat(asked.extend()).isEqualTo(alive(WorkerView.Asked.CLAIM));
  }

  @Test
  default void nothingIsAskedOfASessionThatIsOver() {
    TestQueue queue = queue();
    TestSession over = queue.session();
    done(queue.store().sessions().close(queue.name(), over.id()));

    assertThat(ask(queue, over.id(), WorkerView.Asked.STOP)).isFalse();
    assertThat(ask(queue, "nobody", WorkerView.Asked.STOP)).isFalse();
  }

  @Test
  default void whatWasAskedOfSessionsThatAreOverIsDropped() {
    TestQueue queue = queue();
    for (int i = 0; i < 40; i++) {
      TestSession over = queue.session();
      ask(queue, over.id(), WorkerView.Asked.QUIET);
      done(queue.store().sessions().close(queue.name(), over.id()));
    }
    TestSession live = queue.session();
    ask(queue, live.id(), WorkerView.Asked.QUIET);
    WorkerNote note = new WorkerNote(8, 3, TestQueue.LONG, "1@here", null, null, Set.of());
    done(queue.store().sessions().present(queue.name(), live.id(), note));

    assertThat(live.extend()).isEqualTo(alive(WorkerView.Asked.QUIET));
    assertThat(now(queue.store().admin().workers(queue.name(), "", 10)))
        .extracting(WorkerView::session, WorkerView::asked)
        .containsExactly(tuple(live.id(), WorkerView.Asked.QUIET));
  }

  private static boolean ask(TestQueue queue, String session, WorkerView.Asked asked) {
    return now(queue.store().sessions().ask(queue.name(), session, asked));
  }

  private static ExtendReply alive(WorkerView.@Nullable Asked asked) {
    return new ExtendReply.Alive(ExtendReply.END, asked, List.of());
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
