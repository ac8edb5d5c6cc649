package io.sluice.load.chaos;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.load.measure.IdSum;
import io.sluice.task.Outcome;
import io.sluice.task.handler.TaskContext;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes notes on the pipe to the parent, each in one piece and at once: what is written is there
 * even when the process is killed by the next instruction.
 */
final class Pen implements EngineListener {
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);

  /** Numbers of tasks by their claims, since the engine tells of ids only. */
  private final Map<String, Started> started = new ConcurrentHashMap<>();

  private record Started(int task, int attempt, long claimedAt) {}

  /** Before the handler does anything. */
  void start(TaskContext<?> context, int task) {
    Started mine = new Started(task, context.attempt(), context.startedAt().toEpochMilli());
    started.put(key(context.id().value(), context.token()), mine);
    write(Note.Kind.START, mine, context.token());
  }

  /** After it has done all. */
  void end(TaskContext<?> context, int task) {
    Started mine = new Started(task, context.attempt(), context.startedAt().toEpochMilli());
    write(Note.Kind.END, mine, context.token());
  }

  @Override
  public void on(EngineEvent event) {
    if (event instanceof EngineEvent.TaskSettled settled) {
      settled(settled.id().value(), settled.token(), kind(settled.outcome()));
    } else if (event instanceof EngineEvent.SettleRefused refused) {
      settled(refused.id().value(), refused.token(), Note.Kind.REFUSED);
    }
  }

  /** Of one that was given back before it started, nobody here knows the number. */
  private void settled(String id, String token, Note.Kind kind) {
    Started mine = started.remove(key(id, token));
    write(kind, mine == null ? new Started(Note.NO_TASK, 0, 0) : mine, token);
  }

  void tell(Note.Kind kind) {
    write(Note.of(kind));
  }

  private void write(Note.Kind kind, Started task, String token) {
    write(
        new Note(
            kind,
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

  private static String key(String id, String token) {
    return id + ' ' + token;
  }
}
