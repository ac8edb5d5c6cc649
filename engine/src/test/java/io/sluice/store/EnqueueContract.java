package io.sluice.store;

import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.Retention;
import io.sluice.script.Call;
import io.sluice.task.Outcome;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Enqueue: all of it or nothing, once. */
interface EnqueueContract extends ContractSetup {
  @Test
  default void aTaskIsFoundAsItWasEnqueued() {
    TestQueue queue = queue();
    TaskOptions options =
        new TaskOptions(
            Duration.ofSeconds(7),
            RetryPolicy.fixed(3, Duration.ofSeconds(1)),
            Map.of("trace", "äöü ☃"),
            List.of("a", "b"));
    StoredTask task =
        new StoredTask(
            TaskId.of("Any.id-with_all"),
            "greet",
            queue.store().now(),
            options,
            new byte[] {0, -1, 13, 10, 32});

    queue.enqueue(new EnqueueItem(task, true, Duration.ZERO, null));

    TaskView found = queue.find(task.id());
    assertThat(found.state()).isEqualTo(TaskState.READY);
    assertThat(found.queue()).isEqualTo(queue.name());
    assertThat(found.type()).isEqualTo("greet");
    assertThat(found.payload()).isEqualTo(task.payload());
    assertThat(found.options()).isEqualTo(options);
    assertThat(found.createdAt()).isEqualTo(task.createdAt());
    assertThat(found.attempt()).isZero();
    assertThat(found.runAt()).isNull();
    assertThat(found.result()).isNull();
    assertThat(found.failure()).isNull();
    assertThat(queue.counts().ready()).isEqualTo(1);
    assertThat(queue.totals().accepted()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void tasksAreGivenInTheOrderInWhichTheyCame() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.ready(20);

    assertThat(TestSession.ids(queue.session().claim(20))).isEqualTo(ids);
  }

  @Test
  default void onlyItemsWhoseIdExistsAreRefused() {
    TestQueue queue = queue();
    TaskId known = queue.ready();
    TaskId first = queue.newId();
    TaskId twice = queue.newId();
    TaskId fresh = queue.newId();

    List<EnqueueReply> replies =
        queue.enqueue(
            queue.given(known),
            queue.given(first),
            queue.fresh(fresh),
            queue.given(twice),
            queue.given(twice));

    assertThat(replies)
        .containsExactly(
            duplicate(known),
            EnqueueReply.ACCEPTED,
            EnqueueReply.ACCEPTED,
            EnqueueReply.ACCEPTED,
            duplicate(twice));
    assertThat(queue.totals().accepted()).isEqualTo(4);
    assertThat(queue.counts().ready()).isEqualTo(4);
    queue.assertBalanced();
  }

  @Test
  default void theIdOfATaskThatIsKeptAfterItsEndIsADuplicate() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    queue.settle(queue.session().claim(), new Outcome.Succeed(new byte[0]));

    assertThat(queue.enqueue(queue.given(id))).containsExactly(duplicate(id));
    queue.assertState(id, TaskState.SUCCEEDED);
  }

  @Test
  default void anEnqueueUnderTheSameNumberIsAnsweredTheSameAndHasNoEffect() {
    TestQueue queue = queue();
    TaskId known = queue.ready();
    Call call = queue.enqueueCall();
    List<EnqueueItem> items =
        List.of(queue.given(known), queue.given(queue.newId()), queue.fresh(queue.newId()));
    List<EnqueueReply> first = now(queue.store().enqueue(queue.name(), call, items));

    List<EnqueueReply> again = now(queue.store().enqueue(queue.name(), call, items));

    assertThat(again).isEqualTo(first);
    assertThat(queue.totals().accepted()).isEqualTo(3);
    assertThat(queue.counts().ready()).isEqualTo(3);
    queue.assertBalanced();
  }

  @Test
  default void anEnqueueThatIsSentAgainAfterItsTaskRanAndWasForgottenDoesNotRunItAgain() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    Call call = queue.enqueueCall();
    List<EnqueueItem> items = List.of(queue.fresh(queue.newId()), queue.given(queue.newId()));
    List<EnqueueReply> first = now(queue.store().enqueue(queue.name(), call, items));
    TestSession session = queue.session();
    session.claim(2).forEach(task -> queue.settle(task, new Outcome.Succeed(new byte[0])));

    assertThat(now(queue.store().enqueue(queue.name(), call, items))).isEqualTo(first);
    assertThat(session.claim(1)).isEmpty();
    assertThat(queue.totals().accepted()).isEqualTo(2);
    queue.assertBalanced();
  }

  @Test
  default void anEnqueueUnderALowerNumberIsRefused() {
    TestQueue queue = queue();
    Call late = queue.enqueueCall();
    queue.ready();
    List<EnqueueItem> items = List.of(queue.fresh(queue.newId()));

    assertThatThrownBy(() -> now(queue.store().enqueue(queue.name(), late, items)))
        .isInstanceOf(StoreCorruptedException.class)
        .hasMessageContaining("older");
    assertThat(queue.totals().accepted()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void lanesOfAClientDoNotKnowOfEachOther() {
    TestQueue queue = queue();
    List<EnqueueItem> one = List.of(queue.fresh(queue.newId()));
    List<EnqueueItem> two = List.of(queue.fresh(queue.newId()));

    now(queue.store().enqueue(queue.name(), new Call("p", "e0", 5), one));
    now(queue.store().enqueue(queue.name(), new Call("p", "e1", 1), two));

    assertThat(queue.totals().accepted()).isEqualTo(2);
  }

  @Test
  default void aQueueOverItsBacklogTakesNothingAndSaysSoAgainWhenAskedAgain() {
    TestQueue queue = queue(config -> config.withMaxBacklog(2));
    queue.ready(2);
    Call call = queue.enqueueCall();
    List<EnqueueItem> items = List.of(queue.fresh(queue.newId()));

    assertThat(now(queue.store().enqueue(queue.name(), call, items)))
        .isEqualTo(EnqueueReply.full(items));
    queue.session().claim(2);
    assertThat(now(queue.store().enqueue(queue.name(), call, items)))
        .isEqualTo(EnqueueReply.full(items));
    assertThat(queue.enqueue(queue.fresh(queue.newId()))).containsExactly(EnqueueReply.ACCEPTED);
    assertThat(queue.totals().accepted()).isEqualTo(3);
    queue.assertBalanced();
  }

  /** The reply for an item whose id exists. */
  static EnqueueReply duplicate(TaskId id) {
    return new EnqueueReply.Refused(EnqueueReply.Kind.DUPLICATE, id);
  }

  /** Whether a call of one item was refused since its queue is over its backlog. */
  static boolean isFull(List<EnqueueReply> replies) {
    return replies.size() == 1
        && replies.get(0) instanceof EnqueueReply.Refused refused
        && refused.kind() == EnqueueReply.Kind.FULL;
  }
}
