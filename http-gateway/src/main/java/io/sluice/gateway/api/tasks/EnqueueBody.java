package io.sluice.gateway.api.tasks;

import io.sluice.gateway.http.Query;
import io.sluice.gateway.json.Item;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The body of an enqueue, as it is read. */
public final class EnqueueBody {
  public static final ObjectShape<EnqueueBody> SHAPE =
      ObjectShape.<EnqueueBody>empty()
          .field("type", (body, value) -> body.type = value.text())
          .nullableField("payload", (body, value) -> body.payload = value.raw())
          .field("id", (body, value) -> body.id = value.text())
          .field("delay", (body, value) -> body.delay = value.duration())
          .field("runAt", (body, value) -> body.runAt = value.instant())
          .field("timeout", (body, value) -> body.timeout = value.duration())
          .object("retry", RetryBody.SHAPE, EnqueueBody::newRetry)
          .field("headers", (body, value) -> body.headers = value.texts())
          .field("expiresIn", (body, value) -> body.expiresIn = value.duration())
          .field("retention", (body, value) -> body.retention = value.duration())
          .object("unique", UniqueBody.SHAPE, EnqueueBody::newUnique)
          .field("tags", (body, value) -> body.tags = value.textList())
          .field("priority", (body, value) -> body.priority = value.integer())
          .field("group", (body, value) -> body.group = value.text())
          .field("cost", (body, value) -> body.cost = value.integer())
          .field("batch", (body, value) -> body.batch = value.text())
          .field("durability", (body, value) -> body.durability = value.text())
          .field("then", (body, value) -> body.then = ThenBody.items(value));

  /** The fields that a query can say as well: those of one text. */
  static final List<String> OPTIONS =
      List.of(
          "type",
          "id",
          "delay",
          "runAt",
          "timeout",
          "expiresIn",
          "retention",
          "tags",
          "priority",
          "group",
          "cost",
          "batch",
          "durability");

  /** Takes the options while the type is not known to be good, so that all errors are found. */
  private static final NewTask<byte[], byte[]> BLANK = TaskType.raw("blank").with(new byte[0]);

  private @Nullable String type;
  private byte[] payload = new byte[0];
  private @Nullable String id;
  private @Nullable Duration delay;
  private @Nullable Instant runAt;
  private @Nullable Duration timeout;
  private @Nullable RetryBody retry;
  private @Nullable Duration expiresIn;
  private @Nullable Duration retention;
  private @Nullable UniqueBody unique;
  private @Nullable Integer priority;
  private @Nullable String group;
  private @Nullable Integer cost;
  private @Nullable String batch;
  private @Nullable String durability;
  private List<Item<ThenBody>> then = List.of();
  private Map<String, String> headers = Map.of();
  private List<String> tags = List.of();

  private EnqueueBody() {}

  /**
   * The task that the body describes; its payload is the bytes that came.
   *
   * @param reach where it goes, and where its follow-ups may go
   * @throws io.sluice.gateway.problem.ProblemException {@code malformed_json}, or {@code
   *     validation_failed} with all bad fields
   */
  public static NewTask<byte[], byte[]> parse(Reach reach, byte[] bytes) {
    EnqueueBody body = new EnqueueBody();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocument(bytes, body, errors);
    NewTask<byte[], byte[]> task = body.task(reach, errors);
    errors.throwIfAny();
    return task;
  }

  /**
   * The task whose payload is these bytes, whatever they are.
   *
   * @param options of the parameters {@link #OPTIONS}, in the spelling of the fields
   * @throws io.sluice.gateway.problem.ProblemException {@code validation_failed} with all bad
   *     parameters
   */
  static NewTask<byte[], byte[]> parse(Reach reach, Query options, byte[] payload) {
    EnqueueBody body = new EnqueueBody();
    FieldErrors errors = new FieldErrors();
    String tags = options.text("tags");
    body.payload = payload;
    body.type = options.text("type");
    body.id = options.text("id");
    body.delay = options.duration("delay", errors);
    body.runAt = options.instant("runAt", errors);
    body.timeout = options.duration("timeout", errors);
    body.expiresIn = options.duration("expiresIn", errors);
    body.retention = options.duration("retention", errors);
    body.tags = tags == null ? List.of() : List.of(tags.split(",", -1));
    body.priority = options.number("priority", errors);
    body.group = options.text("group");
    body.cost = options.number("cost", errors);
    body.batch = options.text("batch");
    body.durability = options.text("durability");
    NewTask<byte[], byte[]> task = body.task(reach, errors);
    errors.throwIfAny();
    return task;
  }

  /** A body that nothing was read into yet, for one that is a part of another body. */
  public static EnqueueBody blank() {
    return new EnqueueBody();
  }

  /** The task of each fire of a schedule, which says when and gives it its id. */
  public NewTask<byte[], byte[]> template(FieldErrors errors) {
    refuse(errors, id, "id", "each fire has an id of its own");
    refuse(errors, delay, "delay", "the schedule sets the time");
    refuse(errors, runAt, "runAt", "the schedule sets the time");
    id = null;
    delay = null;
    runAt = null;
    refuse(errors, batch, "batch", "a batch ends, and the schedule goes on");
    refuse(errors, durability, "durability", "a fire has no caller who waits for it");
    durability = null;
    refuse(errors, then.isEmpty() ? null : then, "then", "the handler enqueues what follows");
    return task(errors);
  }

  private static void refuse(
      FieldErrors errors, @Nullable Object given, String field, String because) {
    if (given != null) {
      errors.add("/" + field, "task." + field + " must not be given: " + because);
    }
  }

  private RetryBody newRetry() {
    RetryBody fresh = new RetryBody();
    retry = fresh;
    return fresh;
  }

  private UniqueBody newUnique() {
    UniqueBody fresh = new UniqueBody();
    unique = fresh;
    return fresh;
  }

  /**
   * The task with its follow-ups.
   *
   * @param reach where it goes, and where its follow-ups may go
   */
  NewTask<byte[], byte[]> task(Reach reach, FieldErrors errors) {
    NewTask<byte[], byte[]> task =
        with(task(errors), batch, (t, value) -> t.in(reach.batch(value)), errors);
    for (FollowUp followUp : ThenBody.read(then, reach, errors)) {
      task = errors.attempt(task, t -> t.then(followUp));
    }
    return task;
  }

  private NewTask<byte[], byte[]> task(FieldErrors errors) {
    NewTask<byte[], byte[]> task = BLANK;
    if (type != null) {
      String name = type;
      task = errors.attempt(task, blank -> TaskType.raw(name).with(payload));
    } else if (!errors.isAt("/type")) {
      errors.add("/type", "type is required");
    }
    return withTime(withOptions(task, errors), errors);
  }

  private NewTask<byte[], byte[]> withOptions(NewTask<byte[], byte[]> of, FieldErrors errors) {
    NewTask<byte[], byte[]> task = of;
    task = with(task, id, NewTask::id, errors);
    task = with(task, timeout, NewTask::timeout, errors);
    task = with(task, retry, (t, value) -> t.retry(value.policy()), errors);
    task = with(task, expiresIn, NewTask::expiresIn, errors);
    task = with(task, retention, NewTask::retention, errors);
    task = with(task, priority, NewTask::priority, errors);
    task = with(task, group, NewTask::group, errors);
    task = with(task, cost, NewTask::cost, errors);
    task = with(task, durability, (t, value) -> t.durability(Durability.of(value)), errors);
    task = with(task, unique, (t, value) -> t.unique(value.unique(errors)), errors);
    task = with(task, headers, NewTask::headers, errors);
    return with(task, tags, NewTask::tags, errors);
  }

  /** What is not given, and what will not do, is left as it is. */
  private static <V> NewTask<byte[], byte[]> with(
      NewTask<byte[], byte[]> task,
      @Nullable V given,
      BiFunction<NewTask<byte[], byte[]>, V, NewTask<byte[], byte[]>> step,
      FieldErrors errors) {
    return given == null ? task : errors.attempt(task, t -> step.apply(t, given));
  }

  private NewTask<byte[], byte[]> withTime(NewTask<byte[], byte[]> task, FieldErrors errors) {
    Duration after = delay;
    Instant at = runAt;
    if (after != null && at != null) {
      errors.add("/runAt", "runAt and delay exclude each other, give one of them");
    }
    if (after != null) {
      return errors.attempt(task, t -> t.delay(after));
    }
    return at == null ? task : errors.attempt(task, t -> t.runAt(at));
  }
}
