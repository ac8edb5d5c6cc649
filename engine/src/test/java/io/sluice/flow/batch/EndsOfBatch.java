package io.sluice.flow.batch;

import io.sluice.store.TestQueue;
import io.sluice.store.batch.EndedMember;
import io.sluice.store.batch.EndsPage;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPosition.Taken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Reads the ends of a batch that gathers, a few a call. */
final class EndsOfBatch {
  private static final int MOST = 7;
  private static final int MOST_BYTES = 1_000;

  private EndsOfBatch() {}

  /**
   * What is wrong with the ends, if the batch gathers. A member that was dead and redriven has two.
   *
   * @param states where each member is
   */
  static List<String> judge(TestQueue queue, BatchId batch, List<String> states) {
    if (!batch.gathers()) {
      return List.of();
    }
    List<EndedMember> ends = read(queue, batch, Taken.NONE);
    return Stream.of(TaskState.SUCCEEDED, TaskState.CANCELLED, TaskState.EXPIRED)
        .map(TaskState::wireName)
        .filter(
            state ->
                ends.stream().filter(end -> end.state().wireName().equals(state)).count()
                    != Collections.frequency(states, state))
        .map(state -> batch + " has not the end of each member that is " + state + ": " + ends)
        .toList();
  }

  static List<EndedMember> read(TestQueue queue, BatchId batch, Taken after) {
    List<EndedMember> all = new ArrayList<>();
    Taken taken = after;
    EndsPage page;
    do {
      page =
          TestQueue.now(queue.store().batches().ends(batch, queue.name(), taken, MOST, MOST_BYTES));
      all.addAll(page.ends());
      taken = page.ends().isEmpty() ? taken : reached(page);
    } while (page.hasMore());
    return all;
  }

  /** Where a reader stands after a page. */
  static Taken reached(EndsPage page) {
    EndedMember last = page.ends().get(page.ends().size() - 1);
    return new Taken(page.first() + page.ends().size(), last.at().toEpochMilli());
  }
}
