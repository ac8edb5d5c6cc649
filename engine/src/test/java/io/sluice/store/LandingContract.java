package io.sluice.store;

import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.Landing;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Landing: where an idle worker waits, and where nothing stays. */
public interface LandingContract extends ContractSetup {
  /** Landings that the test of a thread opened; closed after each. */
  ThreadLocal<List<Landing>> OPEN = ThreadLocal.withInitial(ArrayList::new);

  private static Landing landing(TestQueue queue) {
    Landing landing = queue.store().landing(queue.name());
    OPEN.get().add(landing);
    return landing;
  }

  @AfterEach
  default void closeLandings() {
    OPEN.get().forEach(landing -> done(landing.close()));
    OPEN.remove();
  }

  @Test
  default void anIdThatArrivesIsStillReadyUntilItIsClaimed() {
    TestQueue queue = queue();
    Landing landing = landing(queue);
    TaskId id = queue.ready();

    assertThat(now(landing.arrival())).isEqualTo(id);

    queue.assertState(id, TaskState.READY);
    assertThat(queue.counts().ready()).isEqualTo(1);
    assertThat(TestSession.ids(queue.session().claim(1, id))).containsExactly(id);
    queue.assertState(id, TaskState.RUNNING);
  }

  @Test
  default void aWaitThatBeganEarlierGetsTheTaskThatComes() {
    TestQueue queue = queue();
    Mono<TaskId> arrival = landing(queue).arrival().cache();
    arrival.subscribe();

    TaskId id = queue.ready();

    assertThat(now(arrival)).isEqualTo(id);
  }

  @Test
  default void aClaimThatAdoptsTakesMoreWhenThereIsMore() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.ready(5);
    TaskId arrived = now(landing(queue).arrival());

    assertThat(TestSession.ids(queue.session().claim(3, arrived)))
        .containsExactlyElementsOf(ids.subList(0, 3));
    queue.assertBalanced();
  }

  @Test
  default void anIdIsAdoptedByOneOnly() {
    TestQueue queue = queue();
    queue.ready();
    TaskId arrived = now(landing(queue).arrival());

    assertThat(queue.session().claim(1, arrived)).hasSize(1);
    assertThat(queue.session().claim(1, arrived)).isEmpty();
    assertThat(queue.counts().running()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void anIdThatWasNeverInLandingIsNotAdopted() {
    TestQueue queue = queue();
    TaskId inReady = queue.ready();

    assertThat(queue.session().claim(0, inReady)).isEmpty();
    queue.assertState(inReady, TaskState.READY);
  }

  @Test
  default void aFencedSessionAdoptsNothing() {
    TestQueue queue = queue();
    queue.ready();
    TaskId arrived = now(landing(queue).arrival());
    TestSession session = queue.session();
    session.close();

    assertThat(session.tryClaim(1, arrived)).isInstanceOf(ClaimReply.Gone.class);
    assertThat(queue.session().claim(1, arrived)).hasSize(1);
  }

  @Test
  default void aPausedQueueTakesBackWhatArrived() {
    TestQueue queue = queue();
    TaskId first = queue.ready();
    TaskId arrived = now(landing(queue).arrival());
    TestSession session = queue.session();
    queue.pause();

    assertThat(session.tryClaim(1, arrived)).isInstanceOf(ClaimReply.Paused.class);

    queue.resume();
    queue.assertState(first, TaskState.READY);
    assertThat(TestSession.ids(session.claim(1))).containsExactly(first);
  }

  @Test
  default void whatNobodyClaimsGoesBackInTwoPassesAndAfterAGrace() {
    TestQueue queue = queue();
    TaskId first = queue.ready();
    queue.ready();
    TaskId arrived = now(landing(queue).arrival());
    assertThat(arrived).isEqualTo(first);

    assertThat(queue.reap().landing()).isZero();
    assertThat(queue.reap().landing()).isZero();
    Reaped back = queue.reapUntil(reaped -> reaped.landing() > 0);

    assertThat(back.landing()).isEqualTo(1);
    assertThat(back.reaped()).isZero();
    queue.assertState(first, TaskState.READY);
    assertThat(queue.find(first).crashes()).isZero();
    assertThat(queue.session().claim(1, arrived))
        .extracting(task -> task.task().id())
        .containsExactly(first);
    assertThat(queue.counts().running()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void aWaitEndsByItselfWhenNothingComes() {
    TestQueue queue = queue();

    assertThat(landing(queue).arrival().hasElement().block(Duration.ofSeconds(10))).isFalse();
  }

  @Test
  default void wakeEndsAWait() {
    TestQueue queue = queue();
    Landing landing = landing(queue);
    long start = System.nanoTime();
    Mono<Boolean> arrival = landing.arrival().hasElement().cache();
    arrival.subscribe();

    Boolean came =
        Flux.interval(Duration.ofMillis(10))
            .onBackpressureDrop()
            .concatMap(tick -> landing.wake().thenReturn(tick), 0)
            .takeUntilOther(arrival)
            .then(arrival)
            .block(Duration.ofSeconds(10));

    assertThat(came).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  default void wakeWithoutAWaitDoesNothing() {
    TestQueue queue = queue();
    Landing landing = landing(queue);
    done(landing.wake());
    TaskId id = queue.ready();

    assertThat(now(landing.arrival())).isEqualTo(id);
    done(landing.wake());
    TaskId next = queue.ready();
    assertThat(now(landing.arrival())).isEqualTo(next);
  }
}
