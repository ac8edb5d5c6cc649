package io.sluice.flow.batch;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.BatchHandle;
import io.sluice.task.BatchException;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPosition;
import io.sluice.task.batch.Gathered;
import io.sluice.task.batch.GatheredPage;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.TaskHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The ends of the members of a batch are read in their order, from a position on. */
interface BatchGatherContract extends BatchSetup {
  NewBatch GATHER = NewBatch.DEFAULT.gather();

  default BatchHandle handle(BatchId batch) {
    return sluice().batches().of(batch);
  }

  default void addMany(String queue, BatchId batch, int count) {
    sluice()
        .<Integer>enqueueAll(
            queue, Flux.range(0, count).map(i -> MEMBER.with(queue + i).in(batch).correlate(i)))
        .blockLast(SOON);
  }

  default List<Gathered<String>> results(BatchId batch, BatchPosition after) {
    return handle(batch).results(MEMBER, after).collectList().block(SOON);
  }

  @Test
  default void aReaderGetsTheEndOfEachMemberWhileTheBatchGoesOnAndThenTheEndOfTheBatch() {
    String queue = newQueue();
    BatchId batch = open(queue, GATHER);
    CompletableFuture<List<Gathered<String>>> read =
        handle(batch).results(MEMBER).collectList().toFuture();
    List<Gathered<String>> seen = new ArrayList<>();
    handle(batch).results(MEMBER).doOnNext(seen::add).subscribe();
    TaskHandle<String> late = add(batch, MEMBER.with("late").delay(Duration.ofHours(1)));
    work(queue, new ArrayDeque<>());
    TaskHandle<String> first = add(batch, MEMBER.with("a"));
    eventually(() -> seen.size() == 1);
    TaskHandle<String> dead = add(batch, MEMBER.with("dead"));
    eventually(() -> seen.size() == 2);
    sluice().tasks().cancel(queue, late.id().value()).block(SOON);
    seal(batch);

    List<Gathered<String>> all = read.orTimeout(SOON.toMillis(), MILLISECONDS).join();

    assertThat(all).extracting(Gathered::id).containsExactly(first.id(), dead.id(), late.id());
    assertThat(all)
        .extracting(Gathered::state)
        .containsExactly(TaskState.SUCCEEDED, TaskState.DEAD, TaskState.CANCELLED);
    assertThat(all).allMatch(Gathered::isKept);
    assertThat(all.get(0).result()).isEqualTo("a");
    assertThat(all.get(0).failure()).isNull();
    assertThat(all.get(1).failure().message()).contains("dead");
    assertThat(all.get(1).result()).isNull();
  }

  @Test
  default void aReaderGoesOnFromItsPositionAndGetsEachEndOnce() {
    String queue = newQueue();
    BatchId batch = open(queue, GATHER);
    addMany(queue, batch, 300);
    work(queue, new ArrayDeque<>());
    List<Gathered<String>> taken = new ArrayList<>();
    handle(batch).results(MEMBER).take(100).doOnNext(taken::add).blockLast(SOON);

    String position = taken.get(99).position().text();
    addMany(queue, batch, 10);
    seal(batch);
    taken.addAll(results(batch, BatchPosition.parse(position)));

    assertThat(taken).hasSize(310);
    assertThat(taken).extracting(Gathered::id).doesNotHaveDuplicates();
    assertThat(taken).extracting(Gathered::result).contains(queue + "299", queue + "9");
    assertThat(results(batch, taken.get(309).position())).isEmpty();
    assertThat(view(batch).counts().succeeded()).isEqualTo(310);
  }

  @Test
  default void endsOfSeveralQueuesAreReadWithOnePosition() {
    String home = newQueue();
    String other = newQueue();
    BatchId batch = open(home, GATHER);
    addMany(home, batch, 30);
    addMany(other, batch, 30);
    work(home, new ArrayDeque<>());
    work(other, new ArrayDeque<>());
    seal(batch);
    ended(batch);

    List<Gathered<String>> all = results(batch, BatchPosition.BEGINNING);
    assertThat(all).hasSize(60);
    assertThat(all).extracting(end -> end.queue().value()).contains(home, other);
    List<Gathered<String>> rest =
        results(batch, BatchPosition.parse(all.get(41).position().text()));
    assertThat(rest).hasSize(18);
    assertThat(rest).extracting(Gathered::id).doesNotContain(all.get(41).id());
  }

  @Test
  default void aPageHasWhatIsThereNowAndSaysWhetherItIsTheLast() {
    String queue = newQueue();
    BatchId batch = open(queue, GATHER);
    GatheredPage none = handle(batch).ends(BatchPosition.BEGINNING, 10).block(SOON);
    assertThat(none.items()).isEmpty();
    assertThat(none.isLast()).isFalse();
    addMany(queue, batch, 25);
    work(queue, new ArrayDeque<>());
    seal(batch);
    ended(batch);

    GatheredPage first = handle(batch).ends(none.position(), 20).block(SOON);
    GatheredPage second = handle(batch).ends(first.position(), 20).block(SOON);

    assertThat(first.items()).hasSize(20);
    assertThat(first.isLast()).isFalse();
    assertThat(second.items()).hasSize(5);
    assertThat(second.isLast()).isTrue();
    assertThatThrownBy(() -> handle(batch).ends(none.position(), 0).block(SOON))
        .isInstanceOf(InvalidTaskException.class)
        .hasMessageContaining("limit");
  }

  @Test
  default void aResultThatIsNotKeptIsToldAsGone() {
    String queue = newQueue();
    BatchId batch = open(queue, GATHER);
    add(batch, MEMBER.with("kept"));
    add(batch, MEMBER.with("gone").retention(Duration.ZERO));
    work(queue, new ArrayDeque<>());
    seal(batch);
    ended(batch);

    List<Gathered<String>> all = results(batch, BatchPosition.BEGINNING);

    assertThat(all).allMatch(Gathered::succeeded);
    assertThat(all)
        .filteredOn(end -> !end.isKept())
        .singleElement()
        .satisfies(end -> assertThat(end.result()).isNull());
  }

  @Test
  default void aMemberThatIsRedrivenEndsOnceMore() {
    String queue = newQueue();
    BatchId batch = open(queue, GATHER);
    TaskHandle<String> dead = add(batch, MEMBER.with("dead"));
    work(queue, new ArrayDeque<>());
    seal(batch);
    ended(batch);
    List<Gathered<String>> first = results(batch, BatchPosition.BEGINNING);
    assertThat(first).hasSize(1);

    sluice().tasks().retry(queue, dead.id().value()).block(SOON);
    eventually(() -> results(batch, BatchPosition.BEGINNING).size() == 2);

    assertThat(results(batch, first.get(0).position()))
        .singleElement()
        .satisfies(end -> assertThat(end.id()).isEqualTo(dead.id()));
  }

  @Test
  default void aBatchThatOnlyCountsHasNoResults() {
    BatchId batch = open(newQueue(), NewBatch.DEFAULT);

    assertThat(batch.gathers()).isFalse();
    assertThatThrownBy(() -> results(batch, BatchPosition.BEGINNING))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("open a batch that gathers them");
  }
}
