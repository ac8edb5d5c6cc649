package io.sluice.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells of itself, for people who look.
 *
 * @param capacity most tasks it holds at once; null when it does not know
 * @param inFlight tasks it holds now; null when it does not know
 * @param life of its session
 * @param host where it runs; null when nobody knows
 * @param version of its engine; null when nobody knows
 * @param since when its session lives, by its own clock; null when nobody knows
 * @param types of the tasks that it runs, at most {@link #MAX_TYPES}; none when it runs any, or
 *     more
 */
public record WorkerNote(
    @Nullable Integer capacity,
    @Nullable Integer inFlight,
    Duration life,
    @Nullable String host,
    @Nullable String version,
    @Nullable Instant since,
    Set<String> types) {
  /** With more types than this the note has none, as if the worker ran tasks of any type. */
  public static final int MAX_TYPES = 100;

  public WorkerNote {
    types = types.size() > MAX_TYPES ? Set.of() : Set.copyOf(types);
  }
}
