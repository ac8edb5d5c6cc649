package io.sluice.gateway.push;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.PushTarget;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A target that a task names itself, by its headers: {@code push-url}, {@code push-method} and
 * {@code push-header-NAME}. Headers go wherever a task is described: schedules, follow-ups,
 * streams. They say nothing where the queue has no target.
 */
final class TaskTarget {
  private static final String URL = "push-url";
  private static final String METHOD = "push-method";
  private static final String HEADER = "push-header-";

  /**
   * The target of a task with these headers; null when it names none.
   *
   * @throws InvalidTaskException when what it names will not do
   */
  static @Nullable PushTarget of(Map<String, String> headersOfTask) {
    Map<String, String> named = new HashMap<>();
    Map<String, String> headers = new HashMap<>();
    headersOfTask.forEach(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith(HEADER)) {
            headers.put(name.substring(HEADER.length()), value);
          } else {
            named.put(lower, value);
          }
        });
    String url = named.get(URL);
    if (url == null) {
      return null;
    }
    return new PushTarget(url, named.getOrDefault(METHOD, PushTarget.DEFAULT_METHOD), headers);
  }

  private TaskTarget() {}
}
