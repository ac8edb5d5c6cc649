package io.sluice.memory;

import io.sluice.script.Call;
import io.sluice.store.Settlement;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Records outcomes. Writes only where a task runs under exactly the token of the claim. */
final class Settling {
  private final MemoryQueue queue;
  private final long cap;
  private final boolean traced;

  /** Per item, in the order in which they were given, whether it was accepted. */
  private record Verdicts(List<Boolean> accepted) {}

  /**
   * @param cap finished tasks kept per state, unless the queue has a setting of its own
   * @param traced whether stack traces of failures are kept
   */
  Settling(MemoryQueue queue, int cap, boolean traced) {
    this.queue = queue;
    this.cap = queue.cap(cap);
    this.traced = traced;
  }

  List<Boolean> settle(Call call, List<Settlement> settlements) {
    Verdicts before = queue.receipts.answered(call, Verdicts.class);
    return before != null
        ? before.accepted
        : queue.receipts.keep(call, settle(settlements), queue.uptime()).accepted;
  }

  private Verdicts settle(List<Settlement> settlements) {
    List<Boolean> accepted = new ArrayList<>(settlements.size());
    settlements.forEach(item -> accepted.add(settle(item)));
    return new Verdicts(List.copyOf(accepted));
  }

  private boolean settle(Settlement item) {
    if (!item.token().equals(queue.running.get(item.id()))) {
      return false;
    }
    queue.running.remove(item.id());
    boolean stopped = queue.cancels.remove(item.id()) != null;
    record(item, stopped);
    return true;
  }

  private void record(Settlement item, boolean stopped) {
    Outcome outcome = item.outcome();
    if (outcome instanceof Outcome.Succeed done) {
      succeed(item, done);
    } else if (outcome instanceof Outcome.Bury bury) {
      fail(item, bury.failure());
      queue.bury(item.id());
    } else if (outcome instanceof Outcome.Cancel) {
      cancel(item);
    } else if (outcome instanceof Outcome.Retry retry) {
      fail(item, retry.failure());
      again(item, stopped, () -> retry(item.id(), retry.delay()));
    } else if (outcome instanceof Outcome.Snooze snooze) {
      again(item, stopped, () -> snooze(item.id(), snooze.delay()));
    } else {
      again(item, stopped, () -> release(item.id()));
    }
  }

  /** A cancel that was asked meanwhile wins over running again, not over an end. */
  private void again(Settlement item, boolean stopped, Runnable move) {
    if (stopped) {
      cancel(item);
    } else {
      move.run();
    }
  }

  private void succeed(Settlement item, Outcome.Succeed done) {
    Ending ending = Ending.of(TaskState.SUCCEEDED, queue.now(), item.token(), done.result());
    Duration retention = item.retention();
    if (retention == null) {
      finish(item.id(), ending);
      return;
    }
    queue.results.put(item.id(), ending);
    if (retention.toMillis() == 0) {
      queue.drop(item.id());
    } else {
      queue.retained.put(item.id(), queue.now() + retention.toMillis());
    }
    queue.count(Counter.SUCCEEDED);
    queue.tell(TaskState.SUCCEEDED, item.id());
  }

  private void cancel(Settlement item) {
    finish(item.id(), Ending.of(TaskState.CANCELLED, queue.now(), item.token()));
  }

  /** Kept, oldest first, as far as the cap allows, or gone at once. */
  private void finish(TaskId id, Ending ending) {
    queue.end(id, ending, cap);
    Deque<TaskId> kept = queue.ended(ending.state());
    while (kept.size() > cap) {
      queue.drop(kept.removeFirst());
    }
  }

  private void fail(Settlement item, Failure failure) {
    Failure kept = traced ? failure : failure.withoutTrace();
    queue.attempts.put(
        item.id(), queue.attemptsOf(item.id()).failed(kept, item.token(), queue.now()));
  }

  private void retry(TaskId id, Duration delay) {
    queue.count(Counter.RETRIED);
    queue.putOff(queue.retrying, id, queue.now() + delay.toMillis());
  }

  private void snooze(TaskId id, Duration delay) {
    queue.count(Counter.SNOOZED);
    queue.putOff(queue.scheduled, id, queue.now() + delay.toMillis());
  }

  private void release(TaskId id) {
    queue.count(Counter.RELEASED);
    queue.readyAgainFirst(id);
  }
}
