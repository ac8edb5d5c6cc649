package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.view.LogLine;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Notes: what a handler tells of its task, from who holds it, and a bounded part. */
interface NotesContract extends ContractSetup {
  int MAX_LINES = 100;

  private static Note progress(ClaimedTask task, double fraction, String message) {
    return new Note.Progress(task.task().id(), task.token(), fraction, message);
  }

  private static Note line(ClaimedTask task, String text) {
    return new Note.Line(task.task().id(), task.token(), text);
  }

  @Test
  default void theLastProgressAndAllLinesAreTold() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    ClaimedTask task = queue.session().claim();

    queue.note(line(task, "begins"), progress(task, 0.1, "first step"), line(task, "goes on"));
    queue.note(progress(task, 0.25, "second  step, with spaces"));

    assertThat(queue.find(id).progress().fraction()).isEqualTo(0.25);
    assertThat(queue.find(id).progress().message()).isEqualTo("second  step, with spaces");
    assertThat(queue.find(id).progress().at()).isAfterOrEqualTo(task.startedAt());
    assertThat(queue.find(id).log()).extracting(LogLine::text).containsExactly("begins", "goes on");
    assertThat(queue.find(id).log())
        .allSatisfy(each -> assertThat(each.at()).isAfterOrEqualTo(task.startedAt()));
  }

  @Test
  default void theyStayWhenTheTaskHasEnded() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    ClaimedTask task = queue.session().claim();
    queue.note(progress(task, 1, ""), line(task, "done"));

    queue.settle(task, SettleContract.DONE);

    assertThat(queue.find(id).progress().fraction()).isEqualTo(1);
    assertThat(queue.find(id).log()).hasSize(1);
    queue.assertBalanced();
  }

  @Test
  default void theyGoWithTheTask() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    TaskId id = queue.ready();
    TestSession session = queue.session();
    ClaimedTask task = session.claim();
    queue.note(line(task, "of the first"));
    queue.settle(task, SettleContract.DONE);
    queue.enqueue(queue.given(id));

    assertThat(queue.find(id).log()).isEmpty();
    assertThat(queue.find(id).progress()).isNull();
  }

  @Test
  default void onlyWhoHoldsTheTaskIsHeard() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();
    ClaimedTask before = session.claim();
    queue.settle(before, Outcome.RELEASE);
    queue.note(line(before, "waits"));
    ClaimedTask after = session.claim();

    queue.note(line(before, "late"), progress(before, 0.5, "late"), line(after, "heard"));

    assertThat(queue.find(id).log()).extracting(LogLine::text).containsExactly("heard");
    assertThat(queue.find(id).progress()).isNull();
  }

  @Test
  default void ofTooManyLinesTheLastAreKept() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    ClaimedTask task = queue.session().claim();

    for (int i = 0; i < 3 * MAX_LINES; i += 50) {
      queue.note(
          IntStream.range(i, i + 50)
              .mapToObj(each -> line(task, "line " + each))
              .toArray(Note[]::new));
    }

    assertThat(queue.find(id).log()).hasSize(MAX_LINES);
    assertThat(queue.find(id).log().get(0).text()).isEqualTo("line " + 2 * MAX_LINES);
  }

  @Test
  default void ofLongLinesFewerAreKeptAndOneOfThemIsCut() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    ClaimedTask task = queue.session().claim();

    for (int i = 0; i < 30; i++) {
      queue.note(line(task, i + "x".repeat(2 * Note.MAX_LENGTH)));
    }

    assertThat(queue.find(id).log()).hasSizeBetween(10, 20);
    assertThat(queue.find(id).log())
        .allSatisfy(each -> assertThat(each.text()).hasSize(Note.MAX_LENGTH));
    assertThat(queue.find(id).log().get(queue.find(id).log().size() - 1).text()).startsWith("29x");
  }

  @Test
  default void aLineStaysOneLine() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    ClaimedTask task = queue.session().claim();

    queue.note(line(task, "a\nb\u001ec"), progress(task, 0.5, "d\re"));

    assertThat(queue.find(id).log()).extracting(LogLine::text).containsExactly("a b c");
    assertThat(queue.find(id).progress().message()).isEqualTo("d e");
  }
}
