package io.sluice.store;

import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.script.Landing;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * Damage: it is told as such, never waited for, and spoils nothing else. For stores that somebody
 * else may reach into.
 */
public interface DamageContract extends ContractSetup {
  Tampering tampering();

  @Test
  default void aTaskThatCannotBeReadDoesNotKeepOthersFromBeingGiven() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.ready(3);
    tampering().makeUnreadable(queue.name(), ids.get(1));

    List<ClaimedTask> claimed = queue.session().claim(3);

    assertThat(TestSession.ids(claimed)).isEqualTo(ids);
    assertThat(claimed.get(0).unreadable()).isNull();
    assertThat(claimed.get(1).unreadable()).isNotNull();
    assertThat(claimed.get(1).unreadable().type())
        .isEqualTo(StoreCorruptedException.class.getName());
    assertThat(claimed.get(2).unreadable()).isNull();
    queue.settle(claimed.get(1), new Outcome.Bury(claimed.get(1).unreadable()));
    assertThat(queue.counts().dead()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void aTaskThatCannotBeReadDoesNotKeepOthersFromBeingFound() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.ready(2);
    ClaimedTask claimed = queue.session().claim();
    tampering().makeUnreadable(queue.name(), ids.get(0));
    queue.settle(claimed, new Outcome.Bury(Failure.of("T", "unreadable")));

    assertThat(queue.find(ids.get(0), ids.get(1)))
        .extracting(found -> found.orElseThrow().state())
        .containsExactly(TaskState.DEAD, TaskState.READY);
  }

  @Test
  default void aTaskThatCannotBeReadDoesNotKeepItsQueueFromBeingCounted() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    tampering().makeUnreadable(queue.name(), id);

    assertThat(queue.counts().ready()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void aStructureOfAWrongKindIsAnErrorAndNotAWait() {
    TestQueue queue = queue();
    TestSession session = queue.session();
    tampering().breakReady(queue.name());
    Landing landing = queue.store().landing(queue.name());

    assertCorrupted(queue.store().claim(queue.name(), session.id(), 1, ClaimTerms.upTo(1)));
    assertCorrupted(
        queue
            .store()
            .enqueue(queue.name(), queue.enqueueCall(), List.of(queue.fresh(queue.newId()))));
    assertCorrupted(queue.store().stats(queue.name()));
    assertCorrupted(queue.store().mending().audit(queue.name()));
    assertCorrupted(landing.arrival());
    TestQueue.done(landing.close());
  }

  private static void assertCorrupted(Mono<?> call) {
    assertThatThrownBy(() -> now(call)).isInstanceOf(StoreCorruptedException.class);
  }
}
