package io.sluice.protocol;

import io.sluice.protocol.record.Envelope;
import io.sluice.protocol.record.ScheduleLine;
import io.sluice.schedule.Schedule;
import io.sluice.schedule.ScheduleView;
import io.sluice.schedule.TaskTemplate;
import io.sluice.schedule.Timing;
import io.sluice.script.Reply;
import io.sluice.store.AheadSchedules;
import io.sluice.store.AheadSchedules.Ahead;
import io.sluice.store.DueSchedules;
import io.sluice.store.DueSchedules.Due;
import io.sluice.store.StoredTask;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@code planned} and {@code due} answer. */
public final class ScheduleReplies {
  private static final int DUE_PARTS = 4;
  private static final int AHEAD_PARTS = 4;
  private static final int PAST_PARTS = 4;
  private static final ScheduleView.Past NO_PAST = new ScheduleView.Past(null, null, 0, 0, false);

  static ScheduleView view(ScheduleName name, QueueName queue, Reply reply) {
    Schedule schedule = ScheduleLine.show(reply.text(0));
    TaskTemplate task;
    try {
      task = template(name, reply.bytes(1));
    } catch (StoreCorruptedException unreadable) {
      task = new TaskTemplate("", TaskOptions.NONE, new byte[0]);
      schedule =
          Schedule.of(
              new Timing.Unreadable(
                  unreadable.isNewer()
                      ? "the task of this schedule was written by a newer version of Sluice: it is"
                          + " enqueued as it is, and cannot be shown here"
                      : "this schedule cannot be read here: its task is stored damaged"));
    }
    String due = reply.text(2);
    boolean paused = due.startsWith("-");
    return new ScheduleView(
        name,
        queue,
        schedule,
        task,
        paused,
        due.isEmpty() || paused ? null : instant(due),
        past(reply.text(3), reply.number(4) == 1));
  }

  private static TaskTemplate template(ScheduleName name, byte[] envelope) {
    StoredTask stored = Envelope.decode(TaskId.stored(name.value()), envelope);
    return new TaskTemplate(stored.type(), stored.options(), stored.payload());
  }

  public static DueSchedules due(Reply reply) {
    List<Due> due = new ArrayList<>();
    List<ScheduleName> unreadable = new ArrayList<>();
    Reply told = reply.list(3);
    for (int i = 0; i < told.size(); i += DUE_PARTS) {
      ScheduleName name = ScheduleName.of(told.text(i));
      try {
        ScheduleLine line = ScheduleLine.parse(told.text(i + 1));
        due.add(
            new Due(
                name,
                line.revision(),
                line.schedule().timing(),
                line.schedule().catchUp(),
                instant(told.text(i + 2)),
                told.number(i + 3)));
      } catch (StoreCorruptedException e) {
        unreadable.add(name);
      }
    }
    return new DueSchedules(
        Instant.ofEpochMilli(reply.number(0)),
        due,
        names(reply.list(4)),
        unreadable,
        reply.number(1) < 0 ? null : Duration.ofMillis(reply.number(1)),
        reply.number(2));
  }

  /** Those that cannot be read here are left as they are. */
  public static AheadSchedules ahead(Reply reply) {
    List<Ahead> ahead = new ArrayList<>();
    Reply told = reply.list(1);
    for (int i = 0; i < told.size(); i += AHEAD_PARTS) {
      try {
        ScheduleLine line = ScheduleLine.parse(told.text(i + 1));
        String last = told.text(i + 3);
        ahead.add(
            new Ahead(
                ScheduleName.of(told.text(i)),
                line.revision(),
                line.schedule().timing(),
                instant(told.text(i + 2)),
                last.equals("0") ? null : instant(last)));
      } catch (StoreCorruptedException unreadable) {
        // An engine that can read it looks after it.
      }
    }
    return new AheadSchedules(
        Instant.ofEpochMilli(reply.number(0)), told.size() / AHEAD_PARTS, ahead);
  }

  private static ScheduleView.Past past(String text, boolean buffered) {
    String[] parts = text.split(" ", -1);
    if (parts.length < PAST_PARTS) {
      return buffered ? new ScheduleView.Past(null, null, 0, 0, true) : NO_PAST;
    }
    boolean never = parts[0].equals("0");
    return new ScheduleView.Past(
        never ? null : instant(parts[0]),
        never ? null : TaskId.stored(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        buffered);
  }

  static List<ScheduleName> names(Reply reply) {
    List<ScheduleName> names = new ArrayList<>(reply.size());
    for (int i = 0; i < reply.size(); i++) {
      names.add(ScheduleName.of(reply.text(i)));
    }
    return names;
  }

  private static Instant instant(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }

  private ScheduleReplies() {}
}
