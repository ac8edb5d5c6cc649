package io.sluice.store.fair;

import static io.sluice.store.TestQueue.LONG;
import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.ContractSetup;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.store.WorkerNote;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.view.Explanation;
import io.sluice.task.view.Explanation.Code;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store says of why a task waits. */
public interface ExplainContract extends ContractSetup {
  RateLimit ONE_AN_HOUR = new RateLimit(1, Duration.ofHours(1), 1);

  /** What holds a task, how a queue gets there, and what is told of it. */
  @SuppressWarnings("ImmutableEnumChecker") // a function without a state, and a List.of
  enum Cause {
    PAUSED(
        queue -> {
          TaskId id = queue.ready();
          queue.admin().pause("lunch", Duration.ofMinutes(5));
          return id;
        },
        List.of(Code.PAUSED, Code.POSITION),
        true),
    PAUSED_FOR_GOOD(
        queue -> {
          TaskId id = queue.ready();
          queue.pause();
          return id;
        },
        List.of(Code.PAUSED, Code.POSITION),
        false),
    DELAYED(
        queue -> {
          TaskId id = queue.newId();
          queue.enqueue(queue.delayed(id, LONG));
          return id;
        },
        List.of(Code.DELAY),
        true),
    RETRYING(
        queue -> {
          TaskId id = queue.ready();
          Outcome retry = new Outcome.Retry(LONG, Failure.of("io.Broken", "no"));
          queue.settle(queue.session().claim(), retry);
          return id;
        },
        List.of(Code.DELAY),
        true),
    QUEUE_LIMIT(
        queue -> {
          set(queue, new QueueSettings(null, 1L, null, null));
          queue.ready();
          queue.session().claim();
          return queue.ready();
        },
        List.of(Code.QUEUE_LIMIT, Code.POSITION),
        false),
    QUEUE_RATE(
        queue -> {
          set(queue, QueueSettings.NONE.rateLimit(ONE_AN_HOUR));
          queue.ready();
          queue.session().claim();
          return queue.ready();
        },
        List.of(Code.RATE, Code.POSITION),
        true),
    GROUP_LIMIT(
        queue -> {
          set(queue, rule(new GroupRule(null, 1L, null, null)));
          List<TaskId> ids = LaneContract.puts(queue, 2, "a");
          queue.session().claim();
          return ids.get(1);
        },
        List.of(Code.GROUP_LIMIT, Code.POSITION),
        false),
    GROUP_RATE(
        queue -> {
          set(queue, rule(new GroupRule(null, null, ONE_AN_HOUR, null)));
          List<TaskId> ids = LaneContract.puts(queue, 2, "a");
          queue.session().claim();
          return ids.get(1);
        },
        List.of(Code.RATE, Code.POSITION),
        true),
    THROTTLED(
        queue -> {
          List<TaskId> ids = LaneContract.puts(queue, 2, "a");
          queue.settle(queue.session().claim(), new Outcome.Throttle(LONG));
          return ids.get(1);
        },
        List.of(Code.RATE, Code.POSITION),
        false),
    NO_WORKER(TestQueue::ready, List.of(Code.NO_WORKER, Code.POSITION), false),
    NO_WORKER_OF_ITS_TYPE(
        queue -> {
          TestSession session = queue.session();
          WorkerNote note = new WorkerNote(8, 0, LONG, "1@here", null, null, Set.of("other"));
          done(queue.store().sessions().present(queue.name(), session.id(), note));
          return queue.ready();
        },
        List.of(Code.NO_WORKER, Code.POSITION),
        false),
    UNIQUE_KEY(
        queue -> {
          queue.take(queue.unique(queue.newId(), Unique.keepLast("k")));
          queue.session().claim();
          return queue.take(queue.unique(queue.newId(), Unique.keepLast("k")));
        },
        List.of(Code.UNIQUE_KEY),
        false),
    BEHIND_OTHERS(
        queue -> {
          queue.session();
          queue.ready(3);
          return queue.ready();
        },
        List.of(Code.POSITION),
        false),
    NEXT(
        queue -> {
          queue.session();
          return queue.ready();
        },
        List.of(Code.POSITION),
        true);

    private final Function<TestQueue, TaskId> setUp;
    private final List<Code> codes;
    private final boolean startIsExpected;

    Cause(Function<TestQueue, TaskId> setUp, List<Code> codes, boolean startIsExpected) {
      this.setUp = setUp;
      this.codes = codes;
      this.startIsExpected = startIsExpected;
    }

    private static QueueSettings rule(GroupRule rule) {
      return QueueSettings.NONE.groups(Map.of("a", rule));
    }

    private static void set(TestQueue queue, QueueSettings settings) {
      done(queue.store().lanes().configure(queue.name(), settings));
    }
  }

  private static Explanation explain(TestQueue queue, TaskId id) {
    return now(queue.store().lanes().explain(queue.name(), id)).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  default void aTaskTellsWhatHoldsIt(Cause cause) {
    TestQueue queue = queue();
    TaskId id = cause.setUp.apply(queue);
    if (!cause.codes.contains(Code.NO_WORKER)) {
      queue.session();
    }

    Explanation why = explain(queue, id);

    assertThat(why.reasons()).extracting(Explanation.Reason::code).isEqualTo(cause.codes);
    assertThat(why.reasons()).allSatisfy(reason -> assertThat(reason.detail()).isNotBlank());
    assertThat(why.expectedStart() != null).isEqualTo(cause.startIsExpected);
    queue.assertState(id, why.state());
  }

  @Test
  default void theTimeUntilWhichATaskWaitsIsTold() {
    TestQueue queue = queue();
    queue.session();
    Instant at = queue.store().now().plus(Duration.ofHours(1));
    TaskId id = queue.newId();
    queue.enqueue(queue.at(id, Instant.ofEpochMilli(at.toEpochMilli())));

    Explanation why = explain(queue, id);

    assertThat(why.reasons().get(0).until()).isEqualTo(Instant.ofEpochMilli(at.toEpochMilli()));
    assertThat(why.expectedStart()).isEqualTo(why.reasons().get(0).until());
  }

  @Test
  default void aTaskThatRunsHasNoReasonAndAnUnknownOneNoExplanation() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    queue.session().claim();

    assertThat(explain(queue, id)).isEqualTo(new Explanation(TaskState.RUNNING, List.of(), null));
    assertThat(now(queue.store().lanes().explain(queue.name(), TaskId.of("nobody")))).isEmpty();
  }
}
