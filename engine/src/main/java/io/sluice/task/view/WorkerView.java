package io.sluice.task.view;

import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.List;
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
 * @param types of the tasks that it runs, in order; none when it runs any, or did not say
 */
public record WorkerView(
    QueueName queue,
    String session,
    @Nullable Integer capacity,
    @Nullable Integer inFlight,
    @Nullable Duration heartbeatAge,
    Duration expiresIn,
    @Nullable String host,
    List<String> types) {
  public WorkerView {
    types = List.copyOf(types);
  }
}
