package io.sluice.gateway.api.schedules;

import io.sluice.gateway.api.tasks.EnqueueBody;
import io.sluice.gateway.json.JsonValue;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.schedule.CatchUp;
import io.sluice.schedule.Cron;
import io.sluice.schedule.Dialect;
import io.sluice.schedule.DstGap;
import io.sluice.schedule.Overlap;
import io.sluice.schedule.Schedule;
import io.sluice.schedule.TimeZones;
import io.sluice.schedule.Timing;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.NewTask;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The body that puts a schedule, as it is read. */
final class ScheduleBody {
  private static final ZoneId UTC = ZoneId.of("UTC");

  private static final ObjectShape<ScheduleBody> SHAPE =
      ObjectShape.<ScheduleBody>empty()
          .field("cron", (body, value) -> body.cron = value.text())
          .field("dialect", (body, value) -> body.dialect = value.oneOf(Dialect.class))
          .field("every", (body, value) -> body.every = value.duration())
          .field("timeZone", (body, value) -> body.zone = zone(value))
          .field("dstGap", (body, value) -> body.gap = value.oneOf(DstGap.class))
          .field("queue", (body, value) -> body.queue = value.text())
          .field("overlap", (body, value) -> body.overlap = value.oneOf(Overlap.class))
          .field("catchUp", (body, value) -> body.catchUp = value.oneOf(CatchUp.class))
          .object("task", EnqueueBody.SHAPE, ScheduleBody::newTask);

  private @Nullable String cron;
  private @Nullable Dialect dialect;
  private @Nullable Duration every;
  private @Nullable ZoneId zone;
  private @Nullable DstGap gap;
  private @Nullable String queue;
  private @Nullable Overlap overlap;
  private @Nullable CatchUp catchUp;
  private @Nullable EnqueueBody task;

  /** What a body asks for. */
  record Put(QueueName queue, Schedule schedule, NewTask<byte[], byte[]> task) {}

  private ScheduleBody() {}

  /**
   * @throws io.sluice.gateway.problem.ProblemException {@code malformed_json}, or {@code
   *     validation_failed} with all bad fields
   */
  static Put parse(byte[] bytes) {
    ScheduleBody body = new ScheduleBody();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocument(bytes, body, errors);
    QueueName queue = body.queue(errors);
    Timing timing = body.timing(errors);
    NewTask<byte[], byte[]> task = body.task(errors);
    errors.throwIfAny();
    if (queue == null || timing == null || task == null) {
      throw new IllegalStateException("a field is missing and nothing was noted");
    }
    return new Put(queue, body.schedule(timing), task);
  }

  private EnqueueBody newTask() {
    EnqueueBody fresh = EnqueueBody.blank();
    task = fresh;
    return fresh;
  }

  private Schedule schedule(Timing timing) {
    Schedule schedule = Schedule.of(timing);
    return schedule
        .overlap(overlap == null ? schedule.overlap() : overlap)
        .catchUp(catchUp == null ? schedule.catchUp() : catchUp);
  }

  private @Nullable QueueName queue(FieldErrors errors) {
    if (queue == null) {
      required("queue", errors);
      return null;
    }
    return checked(errors, QueueName::of, queue);
  }

  private @Nullable NewTask<byte[], byte[]> task(FieldErrors errors) {
    if (task == null) {
      required("task", errors);
      return null;
    }
    FieldErrors ofTask = new FieldErrors();
    NewTask<byte[], byte[]> template = task.template(ofTask);
    errors.addAll("/task", ofTask);
    return template;
  }

  private @Nullable Timing timing(FieldErrors errors) {
    if (cron != null && every != null) {
      errors.add("/every", "every and cron exclude each other, give one of them");
      return null;
    }
    if (cron != null) {
      return byCron(cron, errors);
    }
    refuseWithoutCron("dialect", dialect, errors);
    refuseWithoutCron("timeZone", zone, errors);
    refuseWithoutCron("dstGap", gap, errors);
    if (every != null) {
      return checked(errors, Timing.Every::new, every);
    }
    if (!errors.isAt("/every")) {
      required("cron", errors);
    }
    return null;
  }

  private @Nullable Timing byCron(String text, FieldErrors errors) {
    Dialect whose = dialect == null ? Dialect.UNIX : dialect;
    DstGap asked = gap == null ? whose.gap() : gap;
    Cron read = checked(errors, given -> Cron.parse(given, whose), text);
    return read == null
        ? null
        : checked(errors, in -> new Timing.ByCron(read, in, asked), zone == null ? UTC : zone);
  }

  private static void refuseWithoutCron(String field, @Nullable Object given, FieldErrors errors) {
    if (given != null) {
      errors.add("/" + field, field + " is only allowed with cron");
    }
  }

  private static void required(String field, FieldErrors errors) {
    if (!errors.isAt("/" + field)) {
      errors.add(
          "/" + field, field.equals("cron") ? "cron or every is required" : field + " is required");
    }
  }

  private static <T, R> @Nullable R checked(FieldErrors errors, Function<T, R> check, T value) {
    try {
      return check.apply(value);
    } catch (InvalidTaskException refused) {
      errors.add(refused.pointer(), String.valueOf(refused.getMessage()));
      return null;
    }
  }

  private static @Nullable ZoneId zone(JsonValue value) {
    String text = value.text();
    try {
      return text == null ? null : TimeZones.of(text);
    } catch (InvalidTaskException unknown) {
      value.refuse(String.valueOf(unknown.getMessage()).replaceFirst("^timeZone ", ""));
      return null;
    }
  }
}
