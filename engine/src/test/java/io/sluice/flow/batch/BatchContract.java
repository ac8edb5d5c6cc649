package io.sluice.flow.batch;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.BatchException;
import io.sluice.task.BatchException.Reason;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchState;
import io.sluice.task.batch.BatchView;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.Unique;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What a batch in one queue counts, and what it enqueues when its members have ended. */
interface BatchContract extends BatchSetup {
  private static NewBatch withAll(String queue) {
    return NewBatch.DEFAULT
        .onComplete(queue, CALLBACK.with("complete"))
        .onSuccess(queue, CALLBACK.with("success"))
        .onDeath(queue, CALLBACK.with("death"));
  }

  @Test
  default void aBatchIsCompleteWhenItIsSealedAndAllItsMembersHaveEnded() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> callbacks = new ConcurrentLinkedQueue<>();
    BatchId batch = open(queue, withAll(queue).name("nightly"));
    for (int i = 0; i < 5; i++) {
      add(batch, MEMBER.with("m" + i));
    }

    BatchView open = view(batch);
    assertThat(open.state()).isEqualTo(BatchState.OPEN);
    assertThat(open.name()).isEqualTo("nightly");
    assertThat(open.counts()).isEqualTo(new BatchCounts(5, 0, 0, 0, 0));
    assertThat(open.openUntil()).isEqualTo(open.created().plus(NewBatch.DEFAULT_OPEN_FOR));

    work(queue, callbacks);
    eventually(() -> view(batch).counts().succeeded() == 5);
    assertThat(callbacks).isEmpty();
    seal(batch);

    BatchView complete = ended(batch);
    assertThat(complete.state()).isEqualTo(BatchState.COMPLETE);
    assertThat(complete.counts()).isEqualTo(new BatchCounts(0, 5, 0, 0, 0));
    eventually(() -> callbacks.size() >= 2);
    assertThat(callbacks).containsExactlyInAnyOrder("complete", "success");
    assertBalanced(queue);
  }

  @Test
  default void theLastMemberThatEndsCompletesASealedBatch() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> callbacks = new ConcurrentLinkedQueue<>();
    BatchId batch = open(queue, withAll(queue));
    List<String> results =
        sluice()
            .<Integer>enqueueAll(
                queue, Flux.range(0, 600).map(i -> MEMBER.with("m" + i).in(batch).correlate(i)))
            .filter(result -> result instanceof EnqueueResult.Accepted)
            .map(Object::toString)
            .collectList()
            .block(SOON);
    assertThat(results).hasSize(600);
    seal(batch);
    assertThat(view(batch).state()).isEqualTo(BatchState.SEALED);

    work(queue, callbacks);

    assertThat(ended(batch).counts()).isEqualTo(new BatchCounts(0, 600, 0, 0, 0));
    eventually(() -> callbacks.size() >= 2);
    assertThat(callbacks).containsExactlyInAnyOrder("complete", "success");
    assertBalanced(queue);
  }

  @Test
  default void aDeadMemberGivesOnDeathAtOnceAndNoSuccess() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> callbacks = new ConcurrentLinkedQueue<>();
    BatchId batch = open(queue, withAll(queue));
    add(batch, MEMBER.with("dead"));
    add(batch, MEMBER.with("dead"));
    add(batch, MEMBER.with("alive"));

    work(queue, callbacks);
    eventually(() -> callbacks.contains("death"));
    assertThat(view(batch).state()).isEqualTo(BatchState.OPEN);
    seal(batch);

    assertThat(ended(batch).counts()).isEqualTo(new BatchCounts(0, 1, 2, 0, 0));
    eventually(() -> callbacks.contains("complete"));
    assertThat(callbacks).containsExactlyInAnyOrder("death", "complete");
  }

  @Test
  default void aBatchWithoutMembersIsCompleteOnceItIsSealed() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> callbacks = new ConcurrentLinkedQueue<>();
    BatchId batch = open(queue, withAll(queue));
    work(queue, callbacks);

    seal(batch);
    seal(batch);

    assertThat(ended(batch).counts()).isEqualTo(BatchCounts.NONE);
    eventually(() -> callbacks.size() >= 2);
    assertThat(callbacks).containsExactlyInAnyOrder("complete", "success");
  }

  @Test
  default void aSealedBatchTakesNoMembers() {
    String queue = newQueue();
    BatchId batch = open(queue, NewBatch.DEFAULT);
    add(batch, MEMBER.with("first"));
    seal(batch);

    assertRefused(batch, Reason.SEALED);

    assertCounts(batch, new BatchCounts(1, 0, 0, 0, 0));
    assertThatThrownBy(() -> add(batch, MEMBER.with("late").unique("key")))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining(batch.toString());
    assertCounts(batch, new BatchCounts(1, 0, 0, 0, 0));
  }

  private void assertRefused(BatchId batch, Reason reason) {
    assertThatThrownBy(() -> add(batch, MEMBER.with("late")))
        .isInstanceOfSatisfying(
            BatchException.class, error -> assertThat(error.reason()).isEqualTo(reason))
        .hasMessageContaining(batch.toString());
  }

  @Test
  default void aBatchThatIsNotThereIsUnknown() {
    String queue = newQueue();
    BatchId batch = BatchId.parse("nowhere@" + queue);

    assertRefused(batch, Reason.UNKNOWN);

    assertThatThrownBy(() -> view(batch)).hasMessageContaining("there is no batch nowhere@");
    assertThatThrownBy(() -> seal(batch)).hasMessageContaining("there is no batch nowhere@");
    assertThatThrownBy(() -> BatchId.parse("nowhere")).isInstanceOf(InvalidTaskException.class);
  }

  @Test
  default void aTaskThatIsKnownIsCountedOnce() {
    String queue = newQueue();
    BatchId batch = open(queue, NewBatch.DEFAULT);
    add(batch, MEMBER.with("first").id("known"));

    assertThatThrownBy(() -> add(batch, MEMBER.with("again").id("known")))
        .isInstanceOf(DuplicateTaskException.class);

    assertCounts(batch, new BatchCounts(1, 0, 0, 0, 0));
  }

  @Test
  default void membersMayHaveAKeyADelayAGroupAPriorityOrATimeToBegin() {
    String queue = newQueue();
    ConcurrentLinkedQueue<String> callbacks = new ConcurrentLinkedQueue<>();
    BatchId batch = open(queue, withAll(queue));
    add(batch, MEMBER.with("key").unique("key"));
    add(batch, MEMBER.with("delay").delay(Duration.ofMillis(30)));
    add(batch, MEMBER.with("group").group("g").cost(3));
    add(batch, MEMBER.with("priority").priority(9));
    add(batch, MEMBER.with("expires").delay(Duration.ofMinutes(1)).expiresIn(Duration.ofHours(1)));
    assertThatThrownBy(() -> add(batch, MEMBER.with("key").unique("key")))
        .isInstanceOf(DuplicateTaskException.class);
    add(batch, MEMBER.with("newer").unique(replacing("key")));

    assertCounts(batch, new BatchCounts(5, 0, 0, 1, 0));
    work(queue, callbacks);
    eventually(() -> view(batch).counts().succeeded() == 4);
    assertBalanced(queue);
  }

  private static Unique replacing(String key) {
    return new Unique(key, null, Unique.OnConflict.REPLACE);
  }

  @Test
  default void aMemberThatIsCancelledDeletedOrExpiresIsCounted() {
    String queue = newQueue();
    BatchId batch = open(queue, NewBatch.DEFAULT);
    String cancelled = add(batch, MEMBER.with("cancelled")).id().value();
    String deleted = add(batch, MEMBER.with("deleted")).id().value();
    add(batch, MEMBER.with("expires").expiresIn(Duration.ofMillis(1)));
    seal(batch);

    sluice().tasks().cancel(queue, cancelled).block(SOON);
    sluice().tasks().delete(queue, deleted).block(SOON);

    assertThat(ended(batch).counts()).isEqualTo(new BatchCounts(0, 0, 0, 2, 1));
    assertBalanced(queue);
  }

  @Test
  default void aBatchThatNobodySealsIsSealedWhenItWasOpenForLongEnough() {
    String queue = newQueue();
    BatchId batch = open(queue, NewBatch.DEFAULT.openFor(Duration.ofMillis(20)));

    assertThat(ended(batch).state()).isEqualTo(BatchState.COMPLETE);
  }

  @Test
  default void aBatchThatHasEndedCanBeDeletedAndOneThatHasNotCannot() {
    String queue = newQueue();
    BatchId batch = open(queue, NewBatch.DEFAULT);
    assertThatThrownBy(() -> sluice().batches().of(batch).delete().block(SOON))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("have not ended");
    seal(batch);
    ended(batch);

    sluice().batches().of(batch).delete().block(SOON);

    assertThatThrownBy(() -> view(batch)).isInstanceOf(BatchException.class);
    assertThat(sluice().queues().delete(queue).thenReturn(true).block(SOON)).isTrue();
  }

  @Test
  default void aQueueWithAnOpenBatchIsNotDeleted() {
    String queue = newQueue();
    BatchId batch = open(queue, NewBatch.DEFAULT);

    assertThatThrownBy(() -> sluice().queues().delete(queue).block(SOON))
        .hasMessageContaining("1 open batch");

    seal(batch);
    ended(batch);
    sluice().queues().delete(queue).block(SOON);
  }
}
