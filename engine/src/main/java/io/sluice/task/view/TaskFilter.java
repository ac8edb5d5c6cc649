package io.sluice.task.view;

import io.sluice.grammar.Grammar;
import io.sluice.grammar.Quoted;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks of a list are wanted.
 *
 * @param type only of this type; null for any
 * @param tag only with this tag; null for any
 * @param group only of this group; null for any
 */
public record TaskFilter(@Nullable String type, @Nullable String tag, @Nullable String group) {
  public static final TaskFilter ANY = new TaskFilter(null, null, null);

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

  public boolean takes(TaskView task) {
    return (type == null || type.equals(task.type()))
        && (tag == null || task.options().tags().contains(tag))
        && (group == null || group.equals(task.options().group()));
  }
}
