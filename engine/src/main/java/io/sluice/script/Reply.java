package io.sluice.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a script answered, read by position. A part of another kind than expected is an error.
 *
 * @param inTime whether what the script wrote became as safe as was asked before time was up
 */
public record Reply(List<@Nullable Object> parts, boolean inTime) {
  /** Of a script that nothing more was asked of. */
  public Reply(List<@Nullable Object> parts) {
    this(parts, true);
  }

  public int size() {
    return parts.size();
  }

  public String text(int index) {
    return new String(bytes(index), UTF_8);
  }

  @Nullable String textOrNull(int index) {
    return index < parts.size() && parts.get(index) != null ? text(index) : null;
  }

  public byte[] bytes(int index) {
    if (index < parts.size() && parts.get(index) instanceof byte[] value) {
      return value;
    }
    throw unexpected(index, "a string");
  }

  public boolean has(int index) {
    return index < parts.size() && parts.get(index) != null;
  }

  public long number(int index) {
    if (index < parts.size() && parts.get(index) instanceof Long value) {
      return value;
    }
    throw unexpected(index, "a number");
  }

  @SuppressWarnings("unchecked")
  public Reply list(int index) {
    if (index < parts.size() && parts.get(index) instanceof List<?> value) {
      return new Reply((List<@Nullable Object>) value);
    }
    throw unexpected(index, "a list");
  }

  /** The ids of tasks from a place on, up to the end. */
  public List<TaskId> ids(int from) {
    List<TaskId> ids = new ArrayList<>(size());
    for (int i = from; i < size(); i++) {
      ids.add(TaskId.stored(text(i)));
    }
    return ids;
  }

  private StoreCorruptedException unexpected(int index, String kind) {
    Object part = index < parts.size() ? parts.get(index) : null;
    String found = part == null ? "nothing" : part.getClass().getSimpleName();
    return new StoreCorruptedException(
        "script answered " + found + " at " + index + ", expected " + kind, null);
  }
}
