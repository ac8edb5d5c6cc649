package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.client.ErrorGroups;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.ErrorGroup;
import io.sluice.task.view.QueueErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Errors: of those that are dead or retry, each with its newest failure. */
interface ErrorsContract extends ContractSetup {
  private static Outcome retry(Failure failure) {
    return new Outcome.Retry(Duration.ofHours(1), failure);
  }

  private static List<ErrorPage.Failed> all(TestQueue queue, TaskState state, int limit) {
    List<ErrorPage.Failed> all = new ArrayList<>();
    int looked = 0;
    ErrorPage page = new ErrorPage(List.of(), 0, IdPage.NONE);
    do {
      page = queue.admin().errors(state, page.cursor(), limit);
      all.addAll(page.failed());
      looked += page.looked();
    } while (!page.cursor().isEmpty());
    assertThat(looked).isEqualTo(all.size());
    return all;
  }

  private static QueueErrors errors(TestQueue queue) {
    return errors(queue, QueueErrors.By.ERROR, EnumSet.of(TaskState.DEAD, TaskState.RETRYING));
  }

  private static QueueErrors errors(TestQueue queue, QueueErrors.By by, Set<TaskState> states) {
    return TestQueue.now(new ErrorGroups(List.of(queue.name()), queue.store(), by, states).run());
  }

  @Test
  default void eachTaskIsShownOnceWithItsNewestFailureWhateverTheSizeOfAPart() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.ready(7);
    TestSession session = queue.session();
    session.claim(7).forEach(task -> queue.settle(task, retry(Failure.of("T", "old"))));
    ids.forEach(id -> queue.admin().act(id, Act.RUN_NOW));
    session.claim(7).forEach(task -> queue.settle(task, retry(Failure.of("U", "new"))));

    for (int limit : List.of(1, 2, 7, 200)) {
      List<ErrorPage.Failed> shown = all(queue, TaskState.RETRYING, limit);
      assertThat(shown)
          .extracting(ErrorPage.Failed::id)
          .containsExactlyElementsOf(queue.admin().all(TaskState.RETRYING, 200));
      assertThat(shown).extracting(failed -> failed.failure().type()).containsOnly("U");
      assertThat(shown)
          .extracting(ErrorPage.Failed::failure)
          .allSatisfy(failure -> assertThat(failure.at()).isNotNull());
      assertThat(all(queue, TaskState.DEAD, limit)).isEmpty();
    }
  }

  @Test
  default void manyLargeRecordsAreShownInMoreThanOnePart() {
    TestQueue queue = queue();
    String trace = "T: no\n" + "at somewhere\n".repeat(300);
    queue.ready(300);
    queue
        .session()
        .claim(300)
        .forEach(task -> queue.settle(task, new Outcome.Bury(Failure.of("T", "no", trace))));

    assertThat(all(queue, TaskState.DEAD, 1000)).hasSize(300);
  }

  @Test
  default void errorsAreGroupedByTypeAndFirstLineLargestFirst() {
    TestQueue queue = queue();
    queue.ready(6);
    List<ClaimedTask> tasks = queue.session().claim(6);
    queue.settle(tasks.get(0), retry(Failure.of(new IllegalStateException("a"))));
    queue.settle(tasks.get(1), new Outcome.Bury(Failure.of("T", "a")));
    queue.settle(tasks.get(2), retry(Failure.of(new ArithmeticException("off\nby 1"))));
    queue.settle(tasks.get(3), retry(Failure.of(new ArithmeticException("off\nby 2"))));
    Failure third = Failure.of(new ArithmeticException("off"));
    queue.settle(tasks.get(4), new Outcome.Bury(third));

    QueueErrors errors = errors(queue);

    assertThat(errors.looked()).isEqualTo(5);
    assertThat(errors.complete()).isTrue();
    assertThat(errors.groups()).hasSize(3);
    ErrorGroup largest = errors.groups().get(0);
    assertThat(largest)
        .extracting(
            ErrorGroup::type,
            ErrorGroup::message,
            ErrorGroup::count,
            ErrorGroup::dead,
            ErrorGroup::retrying)
        .containsExactly(ArithmeticException.class.getName(), "off", 3L, 1L, 2L);
    assertThat(largest.firstAt()).isEqualTo(queue.find(tasks.get(2).task().id()).failure().at());
    assertThat(largest.lastAt()).isEqualTo(queue.find(tasks.get(4).task().id()).failure().at());
    assertThat(queue.find(largest.example()).failure().at()).isEqualTo(largest.lastAt());
    assertThat(errors.groups().subList(1, 3))
        .extracting(ErrorGroup::type, ErrorGroup::message, ErrorGroup::count)
        .containsExactlyInAnyOrder(
            tuple(IllegalStateException.class.getName(), "a", 1L), tuple("T", "a", 1L));
  }

  @Test
  default void errorsAreGroupedByTheTypeOfTheTaskToo() {
    TestQueue queue = queue();
    for (String type : List.of("mail", "mail", "mail", "print")) {
      queue.take(queue.of(queue.newId(), type, new byte[0]));
    }
    List<ClaimedTask> tasks = queue.session().claim(4);
    queue.settle(tasks.get(0), new Outcome.Bury(Failure.of("T", "a")));
    queue.settle(tasks.get(1), retry(Failure.of("T", "a")));
    queue.settle(tasks.get(2), new Outcome.Bury(Failure.of("U", "b")));
    queue.settle(tasks.get(3), new Outcome.Bury(Failure.of("T", "a")));

    assertThat(errors(queue, QueueErrors.By.TYPE, EnumSet.of(TaskState.DEAD)).groups())
        .extracting(ErrorGroup::taskType, ErrorGroup::type, ErrorGroup::message, ErrorGroup::dead)
        .containsExactly(tuple("mail", null, null, 2L), tuple("print", null, null, 1L));
    assertThat(errors(queue, QueueErrors.By.TYPE, EnumSet.of(TaskState.RETRYING)))
        .matches(retrying -> retrying.looked() == 1)
        .extracting(retrying -> retrying.groups().get(0).retrying())
        .isEqualTo(1L);
    assertThat(
            errors(
                    queue,
                    QueueErrors.By.TYPE_AND_ERROR,
                    EnumSet.of(TaskState.DEAD, TaskState.RETRYING))
                .groups())
        .extracting(ErrorGroup::taskType, ErrorGroup::type, ErrorGroup::count)
        .containsExactlyInAnyOrder(
            tuple("mail", "T", 2L), tuple("mail", "U", 1L), tuple("print", "T", 1L));
  }

  @Test
  default void ofTooManyGroupsTheLargestAreToldAndThatThereAreMore() {
    TestQueue queue = queue();
    int tasks = QueueErrors.MAX_GROUPS + 2;
    queue.ready(tasks);
    List<ClaimedTask> claimed = queue.session().claim(tasks);
    for (int i = 0; i < tasks; i++) {
      queue.settle(claimed.get(i), retry(Failure.of("T", "no " + Math.max(1, i))));
    }

    QueueErrors errors = errors(queue);

    assertThat(errors.groups()).hasSize(QueueErrors.MAX_GROUPS);
    assertThat(errors.groups().get(0).message()).isEqualTo("no 1");
    assertThat(errors.looked()).isEqualTo(tasks);
    assertThat(errors.complete()).isFalse();
  }

  @Test
  default void ofTooManyTasksTheLatestAreLookedAtAndThatThereAreMoreIsTold() {
    TestQueue queue = queue();
    int tasks = QueueErrors.MAX_LOOKED + 1;
    queue.ready(tasks);
    TestSession session = queue.session();
    for (int done = 0; done < tasks; ) {
      List<ClaimedTask> claimed = session.claim(500);
      queue.settle(
          claimed.stream()
              .map(task -> TestQueue.settlement(task, new Outcome.Bury(Failure.of("T", "no"))))
              .toArray(Settlement[]::new));
      done += claimed.size();
    }

    QueueErrors errors = errors(queue);

    assertThat(errors.looked()).isEqualTo(QueueErrors.MAX_LOOKED);
    assertThat(errors.groups()).extracting(ErrorGroup::count).containsExactly(10_000L);
    assertThat(errors.complete()).isFalse();
  }

  @Test
  default void aQueueWithoutFailuresHasNoErrors() {
    TestQueue queue = queue();
    queue.ready(2);
    queue.session().claim();

    assertThat(errors(queue)).isEqualTo(new QueueErrors(List.of(), 0, true));
  }
}
