package io.sluice.encryption;

import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.TaskId;

/**
 * Where encrypted bytes belong: anywhere else they are refused. Of a divided queue it is the whole
 * queue, and the id without its partition, so that a task may move between partitions.
 *
 * @param kind what they are
 * @param type of the task; empty for what a task gives, which is known by its id
 * @param owner the id of the task, or the name of the schedule; empty for a follow-up that is kept
 *     with the task before it, and has no id yet
 */
public record PayloadPlace(Kind kind, String queue, String type, String owner) {
  /** What encrypted bytes are. */
  public enum Kind {
    /** The payload of a task with this id. */
    TASK('T'),
    /** The payload of all tasks that a schedule enqueues. */
    SCHEDULE('S'),
    /** The payload of a task that follows another, and gets its id when that has succeeded. */
    FOLLOW_UP('F'),
    /** The result of a task. */
    RESULT('R'),
    /** A value of the stream of a task. */
    EMITTED('E');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    byte letter() {
      return (byte) letter;
    }
  }

  /** The payload of a task. */
  public static PayloadPlace ofTask(QueueName queue, String type, TaskId id) {
    return new PayloadPlace(Kind.TASK, queue.whole().value(), type, id.whole().value());
  }

  /** The payload that a schedule gives to its tasks. */
  public static PayloadPlace ofSchedule(QueueName queue, String type, ScheduleName name) {
    return new PayloadPlace(Kind.SCHEDULE, queue.whole().value(), type, name.value());
  }

  /** The payload of a follow-up whose id is not known yet. */
  public static PayloadPlace ofFollowUp(QueueName queue, String type) {
    return new PayloadPlace(Kind.FOLLOW_UP, queue.whole().value(), type, "");
  }

  /** The result of a task. */
  public static PayloadPlace ofResult(QueueName queue, TaskId id) {
    return new PayloadPlace(Kind.RESULT, queue.whole().value(), "", id.whole().value());
  }

  /** A value of the stream of a task. */
  public static PayloadPlace ofEmitted(QueueName queue, TaskId id) {
    return new PayloadPlace(Kind.EMITTED, queue.whole().value(), "", id.whole().value());
  }

  /** For messages. */
  @Override
  public String toString() {
    String what =
        switch (kind) {
          case TASK -> "the payload of task " + owner;
          case SCHEDULE -> "the payload of schedule " + owner;
          case FOLLOW_UP -> "the payload of a follow-up";
          case RESULT -> "the result of task " + owner;
          case EMITTED -> "a value of the stream of task " + owner;
        };
    return what + " in queue " + queue;
  }
}
