package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.fair.LaneContract;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.view.BulkAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Claims of certain types: they take what is theirs, in order, and leave the rest as it is. */
public interface TypedClaimContract extends ContractSetup {
  @Test
  default void aClaimOfATypeTakesItsTasksInOrderAndLeavesTheOthers() {
    TestQueue queue = queue();
    List<TaskId> first = queue.readyOf("a", 3);
    List<TaskId> wanted = new ArrayList<>(queue.readyOf("b", 2));
    List<TaskId> last = queue.readyOf("a", 2);
    wanted.addAll(queue.readyOf("b", 1));
    TestSession session = queue.session();

    assertThat(TestSession.ids(session.claimTypes(2, "b"))).isEqualTo(wanted.subList(0, 2));
    assertThat(queue.counts().ready()).isEqualTo(6);
    assertThat(TestSession.ids(session.claimTypes(5, "b", "none"))).isEqualTo(wanted.subList(2, 3));
    assertThat(session.claimTypes(5, "b")).isEmpty();

    assertThat(queue.totals().snoozed()).isZero();
    assertThat(queue.totals().released()).isZero();
    queue.assertState(first.get(0), TaskState.READY);
    queue.assertBalanced();
    List<TaskId> others = new ArrayList<>(first);
    others.addAll(last);
    assertThat(TestSession.ids(queue.session().claim(3))).isEqualTo(others.subList(0, 3));
    assertThat(TestSession.ids(queue.session().claimTypes(9, "a"))).isEqualTo(others.subList(3, 5));
    assertThat(queue.counts().ready()).isZero();
    queue.assertBalanced();
  }

  @Test
  default void ofManyTasksOfAnotherTypeNoneIsInTheWay() {
    TestQueue queue = queue();
    List<TaskId> others = queue.readyOf("a", 3_000);
    List<TaskId> wanted = queue.readyOf("b", 600);
    TestSession session = queue.session();
    List<TaskId> got = new ArrayList<>();

    for (int i = 0; i < 6; i++) {
      got.addAll(TestSession.ids(session.claimTypes(100, "b")));
      queue.readyOf("a", 7);
    }

    assertThat(got).isEqualTo(wanted);
    assertThat(queue.counts().ready()).isEqualTo(3_042);
    queue.assertBalanced();
    assertThat(TestSession.ids(queue.session().claimTypes(256, "a")))
        .isEqualTo(others.subList(0, 256));
  }

  @Test
  default void aClaimOfAnyTypeGetsAllThatOthersPassedBy() {
    TestQueue queue = queue();
    Set<TaskId> all = new HashSet<>();
    for (String type : List.of("a", "b", "c", "d")) {
      all.addAll(queue.readyOf(type, 300));
    }
    assertThat(queue.session().claimTypes(1, "none")).isEmpty();
    all.addAll(queue.readyOf("e", 20));
    Set<TaskId> got = new HashSet<>();

    for (int i = 0; i < 8; i++) {
      got.addAll(TestSession.ids(queue.session().claim(256)));
    }

    assertThat(got).isEqualTo(all);
    assertThat(queue.counts().ready()).isZero();
    queue.assertBalanced();
  }

  @Test
  default void whatWasPassedByIsListedCancelledAndPurgedLikeAnyOther() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.readyOf("a", 10);
    assertThat(queue.session().claimTypes(1, "b")).isEmpty();
    ids.addAll(queue.readyOf("a", 2));

    assertThat(listed(queue)).containsExactlyInAnyOrderElementsOf(ids);
    queue.cancel(ids.get(3));
    queue.assertState(ids.get(3), TaskState.CANCELLED);
    assertThat(queue.counts().ready()).isEqualTo(11);
    queue.assertBalanced();
    assertThat(TestSession.ids(queue.session().claimTypes(5, "a")))
        .containsExactly(ids.get(0), ids.get(1), ids.get(2), ids.get(4));

    BulkAction unused = queue.admin().begin(BulkContract.purge(TaskState.READY));
    assertThat(queue.admin().stepAll()).isEqualTo(7);

    assertThat(queue.counts().ready()).isZero();
    assertThat(queue.totals().purged()).isEqualTo(7);
    queue.assertBalanced();
  }

  @Test
  default void whatWasPassedByAndDoesNotFitKeepsItsPlace() {
    TestQueue queue = queue();
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      TaskId id = queue.newId();
      queue.enqueue(queue.carrying(id, new byte[10_000]));
      ids.add(id);
    }
    assertThat(queue.session().claimTypes(1, "none")).isEmpty();

    assertThat(TestSession.ids(TestSession.given(queue.session().claimWithin(25_000, 4))))
        .isEqualTo(ids.subList(0, 2));
    assertThat(TestSession.ids(queue.session().claimTypes(4, "greet")))
        .isEqualTo(ids.subList(2, 4));
    queue.assertBalanced();
  }

  @Test
  default void ofAGroupWithManyTasksOfATypeAllAreTaken() {
    TestQueue queue = queue();
    List<TaskId> ids = LaneContract.puts(queue, 150, "a");
    List<TaskId> got = new ArrayList<>();

    got.addAll(TestSession.ids(queue.session().claimTypes(100, "greet")));
    got.addAll(TestSession.ids(queue.session().claimTypes(100, "greet")));

    assertThat(got).isEqualTo(ids);
    queue.assertBalanced();
  }

  @Test
  default void ofManyGroupsWithTasksOfAnotherTypeNoneIsInTheWay() {
    TestQueue queue = queue();
    for (int i = 0; i < 100; i++) {
      TaskId unused = LaneContract.put(queue, null, "g" + i);
    }
    TaskId wanted = queue.newId();
    StoredTask task = queue.task(wanted);
    queue.enqueue(
        new EnqueueItem(
            new StoredTask(
                wanted,
                "b",
                task.createdAt(),
                TaskOptions.NONE.placed(null, "last"),
                task.payload()),
            true,
            Duration.ZERO,
            null));

    assertThat(TestSession.ids(queue.session().claimTypes(1, "b"))).containsExactly(wanted);
    assertThat(queue.session().claimTypes(1, "b")).isEmpty();
  }

  @Test
  default void plainTasksOfATypeDoNotWaitForThoseOfGroups() {
    TestQueue queue = queue();
    List<TaskId> unused = LaneContract.puts(queue, 60, "a");
    List<TaskId> plain = queue.readyOf("greet", 10);
    TestSession session = queue.session();
    List<TaskId> got = new ArrayList<>();

    for (int i = 0; i < 10; i++) {
      got.addAll(TestSession.ids(session.claimTypes(1, "greet")));
    }
    assertThat(got).filteredOn(plain::contains).hasSizeBetween(4, 6);
    for (int i = 0; i < 6; i++) {
      got.addAll(TestSession.ids(session.claimTypes(10, "greet")));
    }

    assertThat(got).containsAll(plain);
    queue.assertBalanced();
  }

  @Test
  default void whatWasPassedByAndGotAnotherPriorityIsTakenOnce() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.readyOf("a", 4);
    assertThat(queue.session().claimTypes(1, "b")).isEmpty();

    assertThat(queue.admin().prioritize(ids.get(2), 9).verdict()).isEqualTo(ActReply.Verdict.DONE);

    queue.assertBalanced();
    assertThat(TestSession.ids(queue.session().claimTypes(9, "a")))
        .containsExactly(ids.get(2), ids.get(0), ids.get(1), ids.get(3));
    assertThat(queue.session().claimTypes(9, "a")).isEmpty();
    queue.assertBalanced();
  }

  private static List<TaskId> listed(TestQueue queue) {
    List<TaskId> all = new ArrayList<>();
    String cursor = IdPage.NONE;
    do {
      IdPage page = queue.admin().list(TaskState.READY, cursor, 3);
      all.addAll(page.ids());
      cursor = page.cursor();
    } while (!cursor.isEmpty());
    return all;
  }
}
