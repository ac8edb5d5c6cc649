package io.sluice.remote;

import io.sluice.task.InvalidTaskException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a worker asks for.
 *
 * @param session the one it has, or null for a new one
 * @param max most tasks to give
 * @param patience how long to wait for the first; zero for not at all
 * @param types those it runs, or none for all
 * @param host where it runs, for people who look; null when it does not say
 */
public record ClaimRequest(
    @Nullable String session,
    int max,
    Duration patience,
    Set<String> types,
    @Nullable String host) {
  /** As many as one call to the store gives. */
  public static final int MOST_TASKS = 256;

  public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  public static final int MOST_TYPES = 100;

  /**
   * @throws InvalidTaskException with a pointer to what is out of range
   */
  public ClaimRequest {
    types = Set.copyOf(types);
    require(
        max >= 1 && max <= MOST_TASKS, "/max", "max must be 1 to " + MOST_TASKS + ", is " + max);
    require(
        !patience.isNegative() && patience.compareTo(LONGEST_WAIT) <= 0,
        "/wait",
        "wait must be 0 to " + LONGEST_WAIT + ", is " + patience);
    require(
        types.size() <= MOST_TYPES,
        "/types",
        "types must be at most " + MOST_TYPES + ", are " + types.size());
  }

  /** Without a host. */
  public ClaimRequest(@Nullable String session, int max, Duration patience, Set<String> types) {
    this(session, max, patience, types, null);
  }

  private static void require(boolean holds, String pointer, String message) {
    if (!holds) {
      throw new InvalidTaskException(pointer, message);
    }
  }
}
