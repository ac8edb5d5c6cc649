package io.sluice.task.view;

import io.sluice.task.QueueName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A live worker of one queue as it told last; one that serves several queues is one in each.
 *
 * @param session its id, which the tasks that it runs show
 * @param capacity most tasks it holds at once; null when it did not say
 * @param inFlight tasks it held when it told last; null when it did not say
 * @param heartbeatAge how long ago it said that it lives; null when it told nothing yet
 * @param expiresIn how long it is taken to be alive unless it says so again
 * @param host where it runs; null when it did not say
 * @param version of its engine; null when it did not say
 * @param since when its session lives, by its own clock; null when it did not say
 * @param types of the tasks that it runs, in order; none when it runs any, or did not say
 * @param asked what was asked of it last, and it does within a third of the life of its session;
 *     null when nothing was
 */
public record WorkerView(
    QueueName queue,
    String session,
    @Nullable Integer capacity,
    @Nullable Integer inFlight,
    @Nullable Duration heartbeatAge,
    Duration expiresIn,
    @Nullable String host,
    @Nullable String version,
    @Nullable Instant since,
    List<String> types,
    @Nullable Asked asked) {
  /** What can be asked of a worker from elsewhere. */
  public enum Asked {
    /** To claim as its owner has it. */
    CLAIM,
    /** To claim nothing more, and to go on with what runs. */
    QUIET,
    /** To claim nothing more, and to end once nothing runs, or after a while. */
    STOP;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public WorkerView {
    types = List.copyOf(types);
  }
}
