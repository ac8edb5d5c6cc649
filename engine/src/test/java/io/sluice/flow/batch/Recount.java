package io.sluice.flow.batch;

import io.sluice.store.Act;
import io.sluice.store.TestQueue;
import io.sluice.store.batch.Callback.When;
import io.sluice.task.BatchException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPart;
import io.sluice.task.batch.BatchState;
import io.sluice.task.batch.BatchView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the members of batches by looking at their tasks, and judges what the batches say. */
final class Recount {
  private static final int MOST_LOOKED_UP = 200;

  private final Map<QueueName, TestQueue> queues = new LinkedHashMap<>();
  private final List<Member> members = new ArrayList<>();
  private final Map<BatchId, Opened> batches = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();

  Recount(List<TestQueue> all) {
    all.forEach(queue -> queues.put(queue.name(), queue));
  }

  void opened(Opened batch) {
    batches.put(batch.id, batch);
  }

  Opened of(BatchId id) {
    return batches.get(id);
  }

  void added(TaskId id, QueueName queue, BatchId batch) {
    members.forEach(
        one -> {
          if (one.id.equals(id) && one.queue.equals(queue)) {
            leave(one);
          }
        });
    if (of(batch).sealed) {
      violations.add(id + " was taken as a member of " + batch + ", which was sealed");
    }
    if (of(batch).deleted) {
      violations.add(id + " was taken as a member of " + batch + ", which was deleted");
    }
    members.add(new Member(id, queue, batch));
  }

  List<String> violations() {
    return violations;
  }

  /** Looks at all tasks and batches, and compares what can be told now. */
  void look(String after) {
    int before = violations.size();
    queues.values().forEach(this::lookAtMembers);
    List<Opened> innerFirst = new ArrayList<>(batches.values());
    Collections.reverse(innerFirst);
    for (Opened batch : innerFirst) {
      lookAtCallbacks(batch);
      if (!batch.deleted) {
        lookAt(batch);
      }
    }
    for (int i = before; i < violations.size(); i++) {
      violations.set(i, "after " + after + ": " + violations.get(i));
    }
  }

  private void lookAtMembers(TestQueue queue) {
    List<Member> there =
        members.stream().filter(one -> one.isThere && one.queue.equals(queue.name())).toList();
    for (int from = 0; from < there.size(); from += MOST_LOOKED_UP) {
      List<Member> some = there.subList(from, Math.min(there.size(), from + MOST_LOOKED_UP));
      var found = queue.find(some.stream().map(one -> one.id).toArray(TaskId[]::new));
      for (int i = 0; i < some.size(); i++) {
        seen(some.get(i), found.get(i).map(view -> view.state()));
      }
    }
  }

  private void seen(Member one, Optional<TaskState> state) {
    if (state.isEmpty()) {
      leave(one);
      return;
    }
    one.counted =
        switch (state.get()) {
          case SUCCEEDED -> "succeeded";
          case DEAD -> "dead";
          case CANCELLED -> "cancelled";
          case EXPIRED -> "expired";
          default -> "pending";
        };
    if (one.counted.equals("dead")) {
      one.wasDead = true;
      of(one.batch).anyDead = true;
    }
  }

  /** What is not there any more, and had not ended, was deleted. */
  private static void leave(Member one) {
    one.isThere = false;
    if (one.counted.equals("pending")) {
      one.counted = "cancelled";
    }
  }

  /** Each that is there, and was not before, was given once more; it goes once it has ended. */
  private void lookAtCallbacks(Opened batch) {
    TestQueue queue = queues.get(batch.callbacks);
    for (When when : When.values()) {
      TaskId id = callback(batch.id, when);
      var view = queue.find(id);
      if (view == null) {
        batch.visible.put(when, false);
        continue;
      }
      if (!batch.visible.getOrDefault(when, false)) {
        batch.visible.put(when, true);
        if (batch.given.merge(when, 1, Integer::sum) > 1) {
          violations.add(id + " was given " + batch.given(when) + " times");
        }
      }
      if (view.state().terminal()) {
        queue.admin().act(id, Act.DELETE);
      }
    }
  }

  static TaskId callback(BatchId batch, When when) {
    return TaskId.of(batch.id() + "-" + when.wireName());
  }

  private void lookAt(Opened batch) {
    TestQueue home = queues.get(batch.id.home());
    BatchView view = show(home, batch);
    if (view == null) {
      batch.deleted = true;
      return;
    }
    BatchCounts own = count(batch.id, batch.id.home());
    BatchCounts told = view.parts().get(0).counts();
    if (!told.equals(own)) {
      violations.add(batch.id + " counts " + told + " at home, there are " + own);
    }
    boolean wasStopped = batch.stopped;
    batch.stopped = view.state() == BatchState.CANCELLED;
    batch.sealed |= view.sealedAt() != null;
    if (batch.stopped && !wasStopped && !batch.sealed) {
      violations.add(batch.id + " was stopped and not sealed");
    }
    if (view.hasEnded() && batch.atEnd == null) {
      end(batch, view);
    }
    if (!view.hasEnded() && batch.given(When.COMPLETE) + batch.given(When.SUCCESS) > 0) {
      violations.add(batch.id + " gave a callback before its end");
    }
  }

  /** Nothing of one that a copy of a delete has deleted. */
  private static @Nullable BatchView show(TestQueue home, Opened batch) {
    try {
      return TestQueue.now(home.store().batches().show(batch.id));
    } catch (BatchException unknown) {
      if (batch.deleteAsked) {
        return null;
      }
      throw unknown;
    }
  }

  /** One that was redriven elsewhere, and of which the home was not told, counts as dead. */
  private void end(Opened batch, BatchView view) {
    batch.atEnd = view.counts();
    if (!batch.sealed) {
      violations.add(batch.id + " ended while it was open");
    }
    for (Member one : members) {
      boolean isRedriven = one.wasDead && !one.queue.equals(batch.id.home());
      if (one.batch.equals(batch.id) && one.counted.equals("pending") && !isRedriven) {
        violations.add(batch.id + " ended before " + one.id + " of " + one.queue);
      }
    }
    if (view.counts().pending() > 0) {
      violations.add(batch.id + " ended with " + view.counts());
    }
  }

  /**
   * @param queue null for all
   */
  private BatchCounts count(BatchId batch, @Nullable QueueName queue) {
    Map<String, Long> counts = new HashMap<>();
    counted(batch, queue).forEach(state -> counts.merge(state, 1L, Long::sum));
    if (queue == null || queue.equals(batch.home())) {
      for (Opened one : batches.values()) {
        if (batch.equals(one.parent)) {
          counts.merge(one.counted(), 1L, Long::sum);
        }
      }
    }
    return new BatchCounts(
        counts.getOrDefault("pending", 0L),
        counts.getOrDefault("succeeded", 0L),
        counts.getOrDefault("dead", 0L),
        counts.getOrDefault("cancelled", 0L),
        counts.getOrDefault("expired", 0L));
  }

  private List<String> counted(BatchId batch, @Nullable QueueName queue) {
    return members.stream()
        .filter(one -> one.batch.equals(batch) && (queue == null || one.queue.equals(queue)))
        .map(one -> one.counted)
        .toList();
  }

  boolean allEnded() {
    return batches.values().stream().allMatch(one -> one.deleted || one.atEnd != null);
  }

  /** When nothing moves any more: all parts have told where they stand, each callback was given. */
  void judge() {
    for (Opened batch : batches.values()) {
      if (!batch.deleted) {
        judge(batch);
      }
    }
  }

  private void judge(Opened batch) {
    if (batch.atEnd == null) {
      violations.add(
          "%s has not ended: %s, %s"
              .formatted(batch.id, count(batch.id, null), pendingOf(batch.id)));
      return;
    }
    TestQueue home = queues.get(batch.id.home());
    for (BatchPart part : TestQueue.now(home.store().batches().show(batch.id)).parts()) {
      BatchCounts real = count(batch.id, part.queue());
      if (!part.counts().equals(real)) {
        violations.add(
            batch.id + " counts " + part.counts() + " in " + part.queue() + ", there are " + real);
      }
      TestQueue queue = queues.get(part.queue());
      violations.addAll(EndsOfBatch.judge(queue, batch.id, counted(batch.id, part.queue())));
      if (!part.isFinal()) {
        violations.add(batch.id + " has a part in " + part.queue() + " that is not final");
      }
    }
    BatchCounts end = batch.atEnd;
    boolean hasSucceeded = end.dead() + end.cancelled() + end.expired() == 0;
    expect(batch, When.COMPLETE, 1);
    expect(batch, When.SUCCESS, hasSucceeded ? 1 : 0);
    if (end.dead() > 0) {
      expect(batch, When.DEATH, 1);
    } else if (batch.given(When.DEATH) > 0 && !batch.anyDead) {
      violations.add(batch.id + " gave " + When.DEATH + ", and no member was dead");
    }
  }

  /** Those that have not ended. */
  List<TaskId> pendingIn(TestQueue queue) {
    return members.stream()
        .filter(one -> one.queue.equals(queue.name()) && one.counted.equals("pending"))
        .map(one -> one.id)
        .toList();
  }

  private List<String> pendingOf(BatchId batch) {
    return members.stream()
        .filter(one -> one.batch.equals(batch) && one.counted.equals("pending"))
        .map(one -> one.id + " of " + queues.get(one.queue).find(one.id))
        .toList();
  }

  private void expect(Opened batch, When when, int times) {
    if (batch.given(when) != times) {
      violations.add(
          "%s gave %s %d times and not %d, with %s at its end"
              .formatted(batch.id, when, batch.given(when), times, batch.atEnd));
    }
  }

  List<Opened> batches() {
    return List.copyOf(batches.values());
  }
}
