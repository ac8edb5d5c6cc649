package io.sluice.store.flow;

import static io.sluice.store.TestQueue.SHORT;
import static io.sluice.store.TestQueue.now;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.store.ClaimedTask;
import io.sluice.store.ContractSetup;
import io.sluice.store.SettleContract;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.store.stream.Emission;
import io.sluice.store.stream.StreamPage;
import io.sluice.store.stream.Verdict;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.view.StreamPosition;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams of tasks: kept from the claim that holds the task, and void when it ends otherwise. */
public interface StreamContract extends ContractSetup {
  Outcome AGAIN = new Outcome.Retry(Duration.ZERO, Failure.of("io.example.Broken", "no"));

  private static ClaimedTask claimed(TestQueue queue) {
    TaskId unused = queue.ready();
    return queue.session().claim(1).get(0);
  }

  private static List<Verdict> emit(TestQueue queue, ClaimedTask task, int from, String... items) {
    return emit(queue, task, 100, 1000, from, items);
  }

  private static List<Verdict> emit(
      TestQueue queue, ClaimedTask task, int most, int bytes, int from, String... items) {
    List<Emission> all = new ArrayList<>();
    for (String item : items) {
      all.add(
          new Emission(
              task.task().id(),
              task.token(),
              most,
              bytes,
              from + all.size(),
              item.getBytes(UTF_8)));
    }
    return now(queue.store().streams().emit(queue.name(), all));
  }

  private static StreamPage read(TestQueue queue, ClaimedTask task, StreamPosition from) {
    return now(queue.store().streams().read(queue.name(), task.task().id(), from, 64, 1 << 20));
  }

  private static StreamPage read(TestQueue queue, ClaimedTask task) {
    return read(queue, task, StreamPosition.BEGINNING);
  }

  private static List<String> texts(StreamPage page) {
    return page.items().stream().map(item -> new String(item, UTF_8)).toList();
  }

  private static void assertVoid(TestQueue queue, ClaimedTask task) {
    StreamPage page = read(queue, task);
    assertThat(page.run()).isZero();
    assertThat(page.items()).isEmpty();
  }

  @Test
  default void whatARunEmitsIsReadFromAnyItemOn() {
    TestQueue queue = queue();
    ClaimedTask task = claimed(queue);
    assertThat(read(queue, task))
        .isEqualTo(new StreamPage(StreamPage.Task.OPEN, 0, 0, false, List.of()));

    assertThat(emit(queue, task, 0, "a", "", "c:\r\n")).containsOnly(Verdict.KEPT);
    assertThat(emit(queue, task, 3, "d")).containsExactly(Verdict.KEPT);

    StreamPage page = read(queue, task);
    assertThat(texts(page)).containsExactly("a", "", "c:\r\n", "d");
    assertThat(page.hasMore()).isFalse();
    assertThat(texts(read(queue, task, new StreamPosition(page.run(), 2))))
        .containsExactly("c:\r\n", "d");
    assertThat(read(queue, task, new StreamPosition(page.run(), 4)).items()).isEmpty();
    assertThat(texts(read(queue, task, new StreamPosition(page.run() + 1, 4)))).hasSize(4);
  }

  @Test
  default void itIsReadInParts() {
    TestQueue queue = queue();
    ClaimedTask task = claimed(queue);
    String[] items =
        Stream.iterate(0, i -> i + 1).limit(70).map(i -> "i" + i).toArray(String[]::new);
    emit(queue, task, 0, items);

    StreamPage first = read(queue, task);
    assertThat(texts(first)).hasSize(64).startsWith("i0", "i1").endsWith("i63");
    assertThat(first.hasMore()).isTrue();
    StreamPage rest = read(queue, task, new StreamPosition(first.run(), 64));
    assertThat(texts(rest)).containsExactly("i64", "i65", "i66", "i67", "i68", "i69");
    assertThat(rest.hasMore()).isFalse();
    StreamPage tiny =
        now(
            queue
                .store()
                .streams()
                .read(queue.name(), task.task().id(), new StreamPosition(first.run(), 15), 64, 1));
    assertThat(texts(tiny)).containsExactly("i15");
    assertThat(tiny.first()).isEqualTo(15);
  }

  @Test
  default void anItemThatIsSentAgainIsNotKeptTwice() {
    TestQueue queue = queue();
    ClaimedTask task = claimed(queue);
    emit(queue, task, 0, "a", "b");

    assertThat(emit(queue, task, 0, "a", "b", "c")).containsOnly(Verdict.KEPT);
    assertThat(emit(queue, task, 1, "b")).containsOnly(Verdict.KEPT);
    assertThat(emit(queue, task, 4, "e")).containsExactly(Verdict.GAP);

    assertThat(texts(read(queue, task))).containsExactly("a", "b", "c");
  }

  @Test
  default void aStreamHasBounds() {
    TestQueue queue = queue();
    ClaimedTask task = claimed(queue);

    assertThat(emit(queue, task, 3, 6, 0, "ab", "cde", "xy", "z"))
        .containsExactly(Verdict.KEPT, Verdict.KEPT, Verdict.FULL, Verdict.FULL);
    assertThat(emit(queue, task, 3, 6, 2, "z", "z")).containsExactly(Verdict.KEPT, Verdict.FULL);

    assertThat(texts(read(queue, task))).containsExactly("ab", "cde", "z");
  }

  @Test
  default void nothingIsTakenFromARunThatHasLostItsTask() {
    TestQueue queue = queue();
    TaskId unused = queue.ready();
    ClaimedTask lost = queue.session(SHORT).claim(1).get(0);
    emit(queue, lost, 0, "a");
    assertThat(read(queue, lost).run()).isPositive();
    queue.reapUntil(reaped -> reaped.reaped() == 1);

    assertThat(emit(queue, lost, 1, "b")).containsExactly(Verdict.LOST);
    assertVoid(queue, lost);
    ClaimedTask next = queue.session().claim(1).get(0);
    assertThat(emit(queue, lost, 1, "b")).containsExactly(Verdict.LOST);
    assertVoid(queue, next);
    emit(queue, next, 0, "a'");
    assertThat(texts(read(queue, next))).containsExactly("a'");
  }

  @Test
  default void aRunThatFailsVoidsItsItemsAndTheNextBeginsAnew() {
    TestQueue queue = queue();
    TaskId unused = queue.ready();
    TestSession session = queue.session();
    ClaimedTask first = session.claim();
    emit(queue, first, 0, Collections.nCopies(40, "a").toArray(String[]::new));
    long run = read(queue, first).run();

    queue.settle(first, AGAIN);
    assertVoid(queue, first);
    Eventually.eventually(() -> queue.promote().moved() == 1);
    ClaimedTask second = session.claim();
    assertVoid(queue, first);
    emit(queue, second, 0, "b");

    StreamPage page = read(queue, second, new StreamPosition(run, 40));
    assertThat(texts(page)).containsExactly("b");
    assertThat(page.first()).isZero();
    assertThat(page.run()).isGreaterThan(run);
    queue.settle(second, SettleContract.DONE);
    assertThat(read(queue, second).task()).isEqualTo(StreamPage.Task.ENDED);
    assertThat(texts(read(queue, second))).containsExactly("b");
  }

  @Test
  default void aSuccessWithoutItemsDoesNotHaveThoseOfARunBefore() {
    TestQueue queue = queue();
    TaskId unused = queue.ready();
    ClaimedTask first = queue.session(SHORT).claim(1).get(0);
    emit(queue, first, 0, "a");
    queue.reapUntil(reaped -> reaped.reaped() == 1);
    ClaimedTask second = queue.session().claim();
    queue.settle(second, SettleContract.DONE);

    assertVoid(queue, second);
    assertThat(read(queue, second).task()).isEqualTo(StreamPage.Task.ENDED);
  }

  @Test
  default void aStreamGoesWithItsTask() {
    TestQueue queue = queue(config -> config.withRetention(new Retention(Duration.ZERO, 1)));
    ClaimedTask old = claimed(queue);
    emit(queue, old, 0, "a");
    queue.settle(old, SettleContract.DONE);
    ClaimedTask young = claimed(queue);
    emit(queue, young, 0, "b");
    queue.settle(young, SettleContract.DONE);

    assertThat(now(queue.store().upkeep().sweep(queue.name())).dropped()).isEqualTo(1);
    assertThat(now(queue.store().upkeep().sweep(queue.name())).dropped()).isZero();

    assertThat(read(queue, old).task()).isEqualTo(StreamPage.Task.UNKNOWN);
    assertVoid(queue, old);
    assertThat(texts(read(queue, young))).containsExactly("b");
  }

  @Test
  default void whoFollowsATaskThatIsNotKeptMayReadItsStreamForAWhile() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    ClaimedTask task = claimed(queue);
    emit(queue, task, 0, "a");
    assertThat(texts(read(queue, task))).containsExactly("a");

    queue.settle(task, SettleContract.DONE);
    assertThat(now(queue.store().upkeep().sweep(queue.name())).dropped()).isZero();

    StreamPage page = read(queue, task);
    assertThat(page.task()).isEqualTo(StreamPage.Task.ENDED);
    assertThat(texts(page)).containsExactly("a");
  }

  @Test
  default void whatManyRunsEmitIsKeptInOneCall() {
    TestQueue queue = queue();
    ClaimedTask first = claimed(queue);
    ClaimedTask second = claimed(queue);
    List<Emission> items = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ClaimedTask of = i % 2 == 0 ? first : second;
      items.add(
          new Emission(of.task().id(), of.token(), 100, 1000, i / 2, ("i" + i).getBytes(UTF_8)));
    }

    assertThat(now(queue.store().streams().emit(queue.name(), items)))
        .hasSize(40)
        .containsOnly(Verdict.KEPT);

    assertThat(texts(read(queue, first))).hasSize(20).startsWith("i0", "i2").endsWith("i38");
    assertThat(texts(read(queue, second))).hasSize(20).startsWith("i1", "i3").endsWith("i39");
  }

  @Test
  default void aTaskThatIsUnknownHasNoStream() {
    TestQueue queue = queue();
    StreamPage page =
        now(
            queue
                .store()
                .streams()
                .read(queue.name(), queue.newId(), StreamPosition.BEGINNING, 64, 1000));

    assertThat(page.task()).isEqualTo(StreamPage.Task.UNKNOWN);
  }
}
