package io.sluice.memory;

import io.sluice.store.ActReply;
import io.sluice.store.ActReply.Verdict;
import io.sluice.task.Act;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.CancelReply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Does to one task what somebody asked for, if its state allows it. */
final class Acting {
  private final MemoryQueue queue;
  private final TaskId id;
  private final @Nullable TaskState state;

  Acting(MemoryQueue queue, TaskId id) {
    this.queue = queue;
    this.id = id;
    this.state = queue.stateOf(id);
  }

  /**
   * Stops it from running.
   *
   * @param cap how many cancelled tasks are kept, unless the queue has a setting of its own
   */
  CancelReply cancel(int cap) {
    if (queue.ghosts.contains(id) && state != TaskState.EXPIRED) {
      return CancelReply.CANCELLED;
    }
    if (state == null) {
      return CancelReply.UNKNOWN;
    }
    return switch (state) {
      case RUNNING -> ask();
      case SUCCEEDED, CANCELLED, EXPIRED -> CancelReply.FINISHED;
      case DEAD -> CancelReply.DEAD;
      case SCHEDULED, READY, RETRYING -> {
        queue.cancelWaiting(id, queue.cap(cap));
        yield CancelReply.CANCELLED;
      }
    };
  }

  private CancelReply ask() {
    String token = queue.running.get(id);
    if (token != null && queue.cancels.putIfAbsent(id, token) == null) {
      queue.cancelWords.tell(id);
    }
    return CancelReply.ASKED;
  }

  ActReply act(Act act, @Nullable Instant at) {
    if (state == null) {
      return new ActReply(Verdict.UNKNOWN, null);
    }
    TaskId holder = act == Act.RETRY && state == TaskState.DEAD ? queue.inTheWayOf(id) : null;
    if (holder != null) {
      return ActReply.heldBy(holder);
    }
    Verdict verdict =
        switch (act) {
          case RUN_NOW -> runNow(state);
          case RETRY -> retry(state);
          case RESCHEDULE -> reschedule(state, at == null ? 0 : at.toEpochMilli());
          case DELETE -> delete(state);
        };
    return new ActReply(verdict, state);
  }

  private Verdict runNow(TaskState from) {
    return switch (from) {
      case SCHEDULED, RETRYING -> {
        boolean unused = queue.scheduled.remove(id) || queue.retrying.remove(id);
        yield madeReady();
      }
      case READY, RUNNING -> Verdict.AS_IT_IS;
      case DEAD, SUCCEEDED, CANCELLED, EXPIRED -> Verdict.NO;
    };
  }

  private Verdict retry(TaskState from) {
    if (from == TaskState.DEAD) {
      queue.revive(id);
      return madeReady();
    }
    return from == TaskState.SCHEDULED ? Verdict.NO : runNow(from);
  }

  private Verdict reschedule(TaskState from, long at) {
    if (from != TaskState.SCHEDULED && from != TaskState.RETRYING) {
      return Verdict.NO;
    }
    if (at <= queue.now()) {
      return runNow(from);
    }
    Long ends = queue.expiries.timeOf(id);
    if (ends != null && ends <= at) {
      return Verdict.LATE;
    }
    queue.putOff(from == TaskState.SCHEDULED ? queue.scheduled : queue.retrying, id, at);
    return Verdict.DONE;
  }

  private Verdict madeReady() {
    queue.readyAgainFirst(id);
    return Verdict.DONE;
  }

  private Verdict delete(TaskState from) {
    switch (from) {
      case RUNNING -> {
        return Verdict.NO;
      }
      case SCHEDULED, READY, RETRYING -> {
        queue.leaveWaiting(id);
        queue.count(Counter.PURGED);
      }
      case DEAD -> {
        queue.dead.remove(id);
        queue.count(Counter.PURGED);
      }
      case SUCCEEDED, CANCELLED, EXPIRED -> {
        if (!queue.retained.remove(id)) {
          queue.ended(from).removeFirstOccurrence(id);
        }
      }
    }
    queue.forget(id);
    return Verdict.DONE;
  }
}
