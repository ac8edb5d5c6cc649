package io.sluice.gateway.api.acts;

import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskFilter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be done to which tasks, as it is read: those that are named, or those that match. */
final class ActBody {
  /** Tasks of one request. */
  static final int MOST = Page.MAX_LIMIT;

  private static final ObjectShape<Matching> FILTER =
      ObjectShape.<Matching>empty()
          .field("state", (body, value) -> body.state = value.oneOf(TaskState.class))
          .field("type", (body, value) -> body.type = value.text())
          .field("tag", (body, value) -> body.tag = value.text())
          .field("group", (body, value) -> body.group = value.text())
          .field("error", (body, value) -> body.error = value.text())
          .field("olderThan", (body, value) -> body.olderThan = value.duration())
          .field("newerThan", (body, value) -> body.newerThan = value.duration());

  private static final ObjectShape<ActBody> SHAPE =
      ObjectShape.<ActBody>empty()
          .field("action", (body, value) -> body.action = value.oneOf(ManyAct.class))
          .field("ids", (body, value) -> body.ids = value.textList())
          .object("filter", FILTER, ActBody::matching)
          .field("dryRun", (body, value) -> body.dryRun = value.flag())
          .field("limit", (body, value) -> body.limit = value.integer())
          .field("cursor", (body, value) -> body.cursor = value.text());

  private @Nullable ManyAct action;
  private @Nullable List<String> ids;
  private @Nullable Matching matching;
  private @Nullable Boolean dryRun;
  private @Nullable Integer limit;
  private @Nullable String cursor;

  /** A filter, as it is read. */
  private static final class Matching {
    private @Nullable TaskState state;
    private @Nullable String type;
    private @Nullable String tag;
    private @Nullable String group;
    private @Nullable String error;
    private @Nullable Duration olderThan;
    private @Nullable Duration newerThan;

    TaskFilter filter() {
      return new TaskFilter(type, tag, group, error, olderThan, newerThan);
    }
  }

  private ActBody() {}

  /**
   * What was read.
   *
   * @throws io.sluice.gateway.problem.ProblemException {@code malformed_json}, or {@code
   *     validation_failed}
   */
  static ManyTasks parse(byte[] bytes) {
    ActBody body = new ActBody();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocument(bytes, body, errors);
    if (body.action == null && !errors.isAt("/action")) {
      errors.add("/action", "action is required, one of retry, run-now, cancel, delete");
    }
    ManyTasks tasks = body.tasks(errors);
    errors.throwIfAny();
    if (tasks == null) {
      throw new IllegalStateException("no tasks, and no error that says so");
    }
    return tasks;
  }

  private Matching matching() {
    matching = new Matching();
    return matching;
  }

  private @Nullable ManyTasks tasks(FieldErrors errors) {
    if ((ids == null) == (matching == null)) {
      errors.add("", "the body must have either ids or filter");
      return null;
    }
    return ids != null ? named(ids, errors) : matching(errors);
  }

  private @Nullable ManyTasks named(List<String> given, FieldErrors errors) {
    refuse("dryRun", dryRun, errors);
    refuse("limit", limit, errors);
    refuse("cursor", cursor, errors);
    if (given.isEmpty() || given.size() > MOST) {
      errors.add("/ids", "ids must be 1 to " + MOST + ", are " + given.size());
      return null;
    }
    Set<TaskId> named = new LinkedHashSet<>();
    for (int i = 0; i < given.size(); i++) {
      try {
        named.add(TaskId.of(given.get(i)));
      } catch (InvalidTaskException refused) {
        errors.add("/ids/" + i, String.valueOf(refused.getMessage()));
      }
    }
    return action == null ? null : new ManyTasks.Named(action, List.copyOf(named));
  }

  private static void refuse(String name, @Nullable Object value, FieldErrors errors) {
    if (value != null) {
      errors.add("/" + name, name + " is only taken with a filter");
    }
  }

  private @Nullable ManyTasks matching(FieldErrors errors) {
    Matching wanted = matching;
    int most = limit == null ? MOST : limit;
    if (most < 1 || most > MOST) {
      errors.add("/limit", "limit must be a number from 1 to " + MOST + ", is " + most);
    }
    if (wanted == null) {
      return null;
    }
    FieldErrors ofFilter = new FieldErrors();
    if (wanted.state == null) {
      ofFilter.add("/state", "filter.state is required");
    }
    TaskFilter filter = ofFilter.attempt(TaskFilter.ANY, any -> wanted.filter());
    errors.addAll("/filter", ofFilter);
    return action == null || wanted.state == null
        ? null
        : new ManyTasks.Matching(
            action, wanted.state, filter, dryRun != null && dryRun, most, cursor);
  }
}
