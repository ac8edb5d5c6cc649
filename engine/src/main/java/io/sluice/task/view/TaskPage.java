package io.sluice.task.view;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing of tasks.
 *
 * @param cursor where the next page begins; null when this was the last
 */
public record TaskPage(List<TaskView> tasks, @Nullable String cursor) {
  /**
   * In which order tasks come: by when they came into their state; those that wait for their time,
   * and those that are dead, by their time.
   */
  public enum Order {
    NEWEST,

    /** Of scheduled and retrying tasks those first that run next. */
    OLDEST;

    /** As it is written over HTTP. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
