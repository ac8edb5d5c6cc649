package io.sluice.remote;

import io.sluice.protocol.TaskStore;
import io.sluice.store.stream.Emission;
import io.sluice.task.TaskId;
import io.sluice.task.handler.Emit;
import java.util.ArrayList;
import java.util.List;

/**
 * Items of the stream of a task that a worker runs.
 *
 * @param token that came with the task
 * @param from place of the first of them in its run, from 0
 * @param items 1 to {@link #MOST_ITEMS}
 */
public record EmitRequest(TaskId id, String token, long from, List<byte[]> items) {
  /** Items of one call. */
  public static final int MOST_ITEMS = TaskStore.MAX_BATCH;

  /** As the store takes them, with the bounds of {@link Emit#KEPT}. */
  List<Emission> emissions(Ticket ticket) {
    List<Emission> emissions = new ArrayList<>(items.size());
    for (byte[] item : items) {
      long number = from + emissions.size();
      emissions.add(
          new Emission(id, ticket.token(), Emit.KEPT.items(), Emit.KEPT.bytes(), number, item));
    }
    return emissions;
  }
}
