package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.QueueLeft;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.enqueue.Unique.OnConflict;
import io.sluice.task.view.QueueSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A queue is deleted when it is empty, with all that it keeps, and begins anew. */
interface DeleteContract extends ContractSetup {
  Unique KEY = new Unique("key", Duration.ofHours(1), OnConflict.REJECT);

  @Test
  default void anEmptyQueueIsDeletedWithAllThatItKeeps() {
    TestQueue queue = queue();
    TaskId done = queue.take(queue.unique(queue.newId(), KEY));
    TestSession session = queue.session();
    queue.settle(session.claim(), SettleContract.DONE);
    TaskId cancelled = queue.ready();
    queue.cancel(cancelled);
    queue.admin().configure(new QueueSettings(7L, null, null, null));
    queue.admin().pause("a deploy", Duration.ofHours(1));
    TestQueue.now(queue.store().upkeep().sweep(queue.name()));

    assertThat(queue.admin().delete()).isEmpty();
    assertThat(queue.admin().delete()).as("again").isEmpty();

    queue.assertUnknown(done);
    queue.assertUnknown(cancelled);
    var view = TestQueue.now(queue.store().stats(queue.name()));
    assertThat(view.totals().accepted()).isZero();
    assertThat(view.settings()).isEqualTo(QueueSettings.NONE);
    assertThat(view.pause()).isNull();
    assertThat(queue.admin().bulkActions()).isEmpty();
    TaskId next = queue.take(queue.unique(queue.newId(), KEY));
    assertThat(TestSession.ids(session.claim(5))).as("a worker that waited").containsExactly(next);
    assertThat(queue.totals().accepted()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void aQueueInWhichSomethingIsStaysAndSaysWhat() {
    TestQueue queue = queue();
    TestSession session = queue.session();
    TaskId dead = queue.ready();
    queue.settle(session.claim(), new Outcome.Bury(Failure.of("T", "no")));
    TaskId retrying = queue.ready();
    queue.settle(session.claim(), new Outcome.Retry(Duration.ofHours(1), Failure.of("T", "no")));
    TaskId running = queue.ready();
    session.claim();
    TaskId scheduled = queue.newId();
    queue.enqueue(queue.delayed(scheduled, Duration.ofHours(1)));
    TaskId ready = queue.ready();

    assertThat(queue.admin().delete()).contains(new QueueLeft(1, 1, 1, 1, 1, 0, 0, 0));

    queue.assertState(dead, TaskState.DEAD);
    queue.assertState(retrying, TaskState.RETRYING);
    queue.assertState(running, TaskState.RUNNING);
    queue.assertState(scheduled, TaskState.SCHEDULED);
    queue.assertState(ready, TaskState.READY);
    queue.assertBalanced();
  }
}
