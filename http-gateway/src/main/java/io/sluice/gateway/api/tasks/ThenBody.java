package io.sluice.gateway.api.tasks;

import io.sluice.gateway.json.Item;
import io.sluice.gateway.json.JsonValue;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.NewTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task that is enqueued when another has succeeded, or by a batch, as it is read. */
public final class ThenBody {
  private static final ObjectShape<ThenBody> SHAPE =
      ObjectShape.<ThenBody>empty()
          .field("queue", (body, value) -> body.queue = value.text())
          .field("withResult", (body, value) -> body.withResult = value.flag())
          .field("task", (body, value) -> value.object(EnqueueBody.SHAPE, body.newTask()));

  private static final ObjectShape<ThenBody> CALLBACK =
      ObjectShape.<ThenBody>empty()
          .field("queue", (body, value) -> body.queue = value.text())
          .field("task", (body, value) -> value.object(EnqueueBody.SHAPE, body.newTask()));

  private @Nullable String queue;
  private @Nullable Boolean withResult;
  private @Nullable EnqueueBody task;

  private ThenBody() {}

  /** The items of a field that lists follow-ups. */
  public static List<Item<ThenBody>> items(JsonValue value) {
    return value.objects(SHAPE, ThenBody::new, FollowUp.MOST);
  }

  /**
   * The follow-ups that these items describe, as far as they can be.
   *
   * @param reach where they may go
   * @param errors takes what is wrong with them, with whole pointers
   */
  public static List<FollowUp> read(List<Item<ThenBody>> items, Reach reach, FieldErrors errors) {
    List<FollowUp> followUps = new ArrayList<>();
    for (Item<ThenBody> item : items) {
      FieldErrors ofItem = new FieldErrors();
      FollowUp followUp = item.target().followUp(reach, ofItem);
      errors.addAll("", item.errors());
      errors.addAll(item.pointer(), ofItem);
      if (followUp != null) {
        followUps.add(followUp);
      }
    }
    return followUps;
  }

  /** The value of a field that holds a callback, which follows no task. */
  public static ThenBody callback(JsonValue value) {
    ThenBody body = new ThenBody();
    value.object(CALLBACK, body);
    return body;
  }

  /**
   * The follow-up that this describes; null when it cannot be one.
   *
   * @param pointer of this
   * @param reach where it may go
   */
  public @Nullable FollowUp at(String pointer, Reach reach, FieldErrors errors) {
    if (errors.isAt(pointer)) {
      return null;
    }
    FieldErrors ofThis = new FieldErrors();
    FollowUp followUp = followUp(reach, ofThis);
    errors.addAll(pointer, ofThis);
    return followUp;
  }

  private EnqueueBody newTask() {
    EnqueueBody fresh = EnqueueBody.blank();
    task = fresh;
    return fresh;
  }

  private @Nullable FollowUp followUp(Reach reach, FieldErrors errors) {
    if (task == null) {
      errors.add("/task", "task is required");
      return null;
    }
    QueueName target = target(reach, errors);
    FieldErrors ofTask = new FieldErrors();
    NewTask<byte[], byte[]> next = task.task(new Reach(target, reach.caller()), ofTask);
    errors.addAll("/task", ofTask);
    try {
      return new FollowUp(target, next, Boolean.TRUE.equals(withResult));
    } catch (InvalidTaskException refused) {
      errors.add("/task", String.valueOf(refused.getMessage()));
      return null;
    }
  }

  private QueueName target(Reach reach, FieldErrors errors) {
    String given = queue;
    if (given == null) {
      return reach.home();
    }
    try {
      QueueName target = QueueName.of(given);
      if (!reach.covers(target)) {
        errors.add("/queue", "queue must be one that the token may reach, is " + target);
      }
      return target;
    } catch (InvalidTaskException bad) {
      errors.add("/queue", String.valueOf(bad.getMessage()));
      return reach.home();
    }
  }
}
