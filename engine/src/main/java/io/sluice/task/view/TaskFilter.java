package io.sluice.task.view;

import io.sluice.grammar.Grammar;
import io.sluice.grammar.Quoted;
import io.sluice.task.Failure;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.Texts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks of a list are wanted.
 *
 * @param type only of this type; null for any
 * @param tag only with this tag; null for any
 * @param group only of this group; null for any
 * @param error only if the last failure is of this type; null for any
 * @param olderThan only if the task is in its state for so long at least, or since it was enqueued
 *     where it is not known since when; null for any
 * @param newerThan only if the task is in its state for no longer than that; null for any
 */
public record TaskFilter(
    @Nullable String type,
    @Nullable String tag,
    @Nullable String group,
    @Nullable String error,
    @Nullable Duration olderThan,
    @Nullable Duration newerThan) {
  public static final TaskFilter ANY = new TaskFilter(null, null, null);

  /** Of any age and whatever failed. */
  public TaskFilter(@Nullable String type, @Nullable String tag, @Nullable String group) {
    this(type, tag, group, null, null, null);
  }

  /**
   * @throws InvalidTaskException with a pointer to what no task can have
   */
  public TaskFilter {
    if (type != null && !Grammar.isName(type)) {
      throw new InvalidTaskException(
          "/type", "task type " + Quoted.of(type) + " must match " + Grammar.NAME);
    }
    if (tag != null) {
      Texts.requireTag("/tag", tag);
    }
    if (group != null) {
      Texts.requireGroup("/group", group);
    }
  }

  /**
   * Whether the task is wanted.
   *
   * @param now by the clock of Redis
   */
  public boolean takes(TaskView task, Instant now) {
    return (type == null || type.equals(task.type()))
        && (tag == null || task.options().tags().contains(tag))
        && (group == null || group.equals(task.options().group()))
        && (error == null || error.equals(errorOf(task)))
        && (olderThan == null || age(task, now).compareTo(olderThan) >= 0)
        && (newerThan == null || age(task, now).compareTo(newerThan) <= 0);
  }

  private static @Nullable String errorOf(TaskView task) {
    Failure failure = task.failure();
    return failure == null ? null : failure.type();
  }

  /**
   * What failed is in its state since then, what ended since its end, what runs since its start.
   */
  private static Duration age(TaskView task, Instant now) {
    return Duration.between(since(task), now);
  }

  private static Instant since(TaskView task) {
    Failure failure = task.failure();
    Instant since =
        switch (task.state()) {
          case SUCCEEDED, CANCELLED, EXPIRED -> task.finishedAt();
          case RUNNING -> task.startedAt();
          case DEAD, RETRYING -> failure == null ? null : failure.at();
          case SCHEDULED, READY -> null;
        };
    return since == null ? task.createdAt() : since;
  }
}
