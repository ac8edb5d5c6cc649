package io.sluice.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.chaos.Note.Kind;
import io.sluice.load.chaos.Stages.Stage;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.TaskView;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two stages in which all is well, and then one follow-up is broken at a time. */
class StagesTest {
  private static final int TASKS = 6;
  private static final int WRONG = 3;
  private static final long ORIGIN = System.currentTimeMillis();

  private final Sends sends = new Sends(TASKS, ORIGIN);
  private final History first = new History(0, TASKS, ORIGIN);
  private final History second = new History(1, TASKS, ORIGIN);
  private final Fates fates = new Fates(TASKS);
  private final Inventory there = new Inventory(TASKS);
  private long ended = TASKS;
  private long dead;
  private long accepted = TASKS;

  StagesTest() {
    for (int task = 0; task < TASKS; task++) {
      sends.sent(task);
      sends.acknowledged(task, "id-" + task);
      fates.found(task, Fates.Fate.SUCCEEDED, 0);
      ran(first, 0, task);
      if (task != WRONG) {
        ran(second, 1, task);
        there.found(view(task, "f" + task));
      }
    }
  }

  @Test
  void twoStagesInWhichAllIsWellAreClean() {
    followed();

    assertThat(judged().verdict().findings()).isEmpty();
    assertThat(judged().figures())
        .extracting(stage -> stage.get("inputs"))
        .containsExactly((long) TASKS, (long) TASKS);
    assertThat(judged().finished()).isEqualTo(TASKS);
    assertThat(judged().story(Map.of())).isNull();
  }

  @Test
  void aFollowUpThatIsNotThereIsLost() {
    accepted--;

    assertThat(judged().verdict().lost()).isEqualTo(1);
    assertThat(judged().verdict().findings())
        .contains(
            "chaos-2: 1 tasks are lost, the first is task 3: acknowledged, and in the end it is"
                + " ABSENT");
    assertThat(judged().story(Map.of())).startsWith("chaos-2, task 3, id null");
  }

  @Test
  void aFollowUpThatIsThereTwiceIsDoubled() {
    followed();
    there.found(view(WRONG, "another"));
    accepted++;

    assertThat(judged().verdict().findings())
        .contains(
            "chaos-2: 1 tasks are doubled, the first is task 3: several tasks have its number");
  }

  @Test
  void aFollowUpThatAPageShowsAgainIsOne() {
    followed();
    there.found(view(WRONG, "f" + WRONG));

    assertThat(judged().verdict().findings()).isEmpty();
  }

  @Test
  void aFollowUpOfATaskThatDidNotSucceedIsOneTooMany() {
    followed();
    fates.found(WRONG, Fates.Fate.DEAD, 0);
    History failed = new History(0, TASKS, ORIGIN);
    for (int task = 0; task < TASKS; task++) {
      if (task != WRONG) {
        ran(failed, 0, task);
      }
    }
    note(failed, Kind.START, 0, WRONG);
    ended--;
    dead++;

    assertThat(judged(failed).verdict().findings())
        .contains(
            "chaos-2: 1 tasks are doubled, the first is task 3: it was not accepted, and is there");
  }

  @Test
  void aTaskOfNoNumberIsMissedOnTheBooks() {
    followed();
    there.found(view(TASKS, "stranger"));
    accepted++;

    assertThat(judged().verdict().doubled()).isEqualTo(1);
  }

  @Test
  void whereNobodyKnowsWhetherATaskSucceededItMayHaveAFollowUp() {
    Sends open = new Sends(TASKS, ORIGIN);
    Fates unasked = new Fates(TASKS);
    History begun = new History(0, TASKS, ORIGIN);
    for (int task = 0; task < TASKS; task++) {
      open.sent(task);
      note(begun, Kind.START, 0, task);
    }
    Evidence before = evidence(open, begun, unasked, TASKS, TASKS);

    Sends given = Stages.sent(before, there);

    assertThat(given.count(Sends.Send.UNKNOWN)).isEqualTo(TASKS);
    assertThat(
            new Stage("chaos-2", evidence(given, second, there.fates(), TASKS - 1, TASKS - 1))
                .judged()
                .verdict()
                .findings())
        .isEmpty();
  }

  private void followed() {
    ran(second, 1, WRONG);
    there.found(view(WRONG, "f" + WRONG));
  }

  private Stages judged() {
    return judged(first);
  }

  private Stages judged(History history) {
    Evidence before = evidence(sends, history, fates, TASKS, ended);
    Sends given = Stages.sent(before, there);
    Evidence after = evidence(given, second, there.fates(), accepted, accepted);
    return new Stages(List.of(new Stage("chaos", before), new Stage("chaos-2", after)));
  }

  private static void ran(History history, int stage, int task) {
    note(history, Kind.START, stage, task);
    note(history, Kind.SUCCEEDED, stage, task);
  }

  private static void note(History history, Kind kind, int stage, int task) {
    history.add(1, new Note(kind, stage, 1, task, 10, ORIGIN + 20, ORIGIN + 10));
  }

  private Evidence evidence(
      Sends given, History history, Fates found, long counted, long succeeded) {
    long buried = found == fates ? dead : 0;
    QueueView.Totals totals = new QueueView.Totals(counted, succeeded, 0, 0, 0, 0, buried, 0, 0, 0);
    return new Evidence(
        given,
        history,
        found,
        new Ledger(QueueName.of("chaos"), 0, 0, 0, 0, totals, Ledger.Corrections.NONE),
        List.of(),
        Evidence.Letters.NONE,
        new FaultLog(),
        new BitSet());
  }

  private static TaskView view(int task, String id) {
    return new TaskView(
        TaskId.of(id),
        QueueName.of("chaos-2"),
        "chaos",
        TaskState.SUCCEEDED,
        1,
        0,
        Parcel.of(task, false, 100),
        TaskOptions.NONE,
        Instant.EPOCH,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        List.of(),
        Confirmation.MEMORY);
  }
}
