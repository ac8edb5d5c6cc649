package io.sluice.load.chaos;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.load.measure.IdSum;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.handler.TaskContext;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes notes on the pipe to the parent, each in one piece and at once: what is written is there
 * even when the process is killed by the next instruction.
 */
final class Pen implements EngineListener {
  private final List<String> queues;
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);

  /** Numbers of tasks by their claims, since the engine tells of ids only. */
  private final Map<String, Started> started = new ConcurrentHashMap<>();

  private record Started(int stage, int task, int attempt, long claimedAt) {}

  /**
   * @param queues of the stages, in their order
   */
  Pen(List<String> queues) {
    this.queues = queues;
  }

  /** Before the handler does anything. */
  void start(TaskContext<?> context, int task) {
    Started mine = started(context, task);
    started.put(key(mine.stage, context.id(), context.token()), mine);
    write(Note.Kind.START, mine, context.token());
  }

  /** After it has done all. */
  void end(TaskContext<?> context, int task) {
    Started mine = started(context, task);
    write(Note.Kind.END, mine, context.token());
  }

  private Started started(TaskContext<?> context, int task) {
    return new Started(
        stage(context.queue()), task, context.attempt(), context.startedAt().toEpochMilli());
  }

  private int stage(QueueName queue) {
    return queues.indexOf(queue.value());
  }

  @Override
  public void on(EngineEvent event) {
    if (event instanceof EngineEvent.TaskSettled settled) {
      settled(stage(settled.queue()), settled.id(), settled.token(), kind(settled.outcome()));
    } else if (event instanceof EngineEvent.SettleRefused refused) {
      settled(stage(refused.queue()), refused.id(), refused.token(), Note.Kind.REFUSED);
    }
  }

  /** Of one that was given back before it started, nobody here knows the number. */
  private void settled(int stage, TaskId id, String token, Note.Kind kind) {
    Started mine = started.remove(key(stage, id, token));
    write(kind, mine == null ? new Started(stage, Note.NO_TASK, 0, 0) : mine, token);
  }

  void tell(Note.Kind kind) {
    write(Note.of(kind));
  }

  private void write(Note.Kind kind, Started task, String token) {
    write(
        new Note(
            kind,
            task.stage,
            task.attempt,
            task.task,
            IdSum.hash(token),
            System.currentTimeMillis(),
            task.claimedAt));
  }

  private synchronized void write(Note note) {
    try {
      out.write(note.encoded());
    } catch (IOException parentGone) {
      // Nobody is left to judge the run.
      Runtime.getRuntime().halt(1);
    }
  }

  private static Note.Kind kind(Outcome outcome) {
    if (outcome instanceof Outcome.Succeed) {
      return Note.Kind.SUCCEEDED;
    }
    if (outcome instanceof Outcome.Retry) {
      return Note.Kind.RETRIED;
    }
    if (outcome instanceof Outcome.Bury) {
      return Note.Kind.BURIED;
    }
    return outcome instanceof Outcome.Cancel ? Note.Kind.CANCELLED : Note.Kind.RELEASED;
  }

  /** Tasks of several queues may have one id. */
  private static String key(int stage, TaskId id, String token) {
    return stage + " " + id + ' ' + token;
  }
}
