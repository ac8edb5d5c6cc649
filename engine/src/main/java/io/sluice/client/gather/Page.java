package io.sluice.client.gather;

import io.sluice.store.batch.EndedMember;
import io.sluice.store.batch.EndsPage;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchPart;
import io.sluice.task.batch.BatchPosition;
import io.sluice.task.batch.BatchPosition.Taken;
import io.sluice.task.batch.BatchView;
import io.sluice.task.batch.Gathered;
import io.sluice.task.batch.GatheredPage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What was read of a page so far.
 *
 * @param queues those that are not read to their last end; the first of them is read next
 * @param bytes of the results
 */
record Page(
    List<Gathered<byte[]>> items, BatchPosition position, List<QueueName> queues, long bytes) {
  /** Of results together, but for the last of them. */
  private static final long MOST_BYTES = 1024 * 1024;

  static Page begin(BatchView batch, BatchPosition after, Predicate<QueueName> wanted) {
    List<QueueName> queues = batch.parts().stream().map(BatchPart::queue).filter(wanted).toList();
    return new Page(List.of(), after, queues, 0);
  }

  /** The same with what was read of the first of its queues. */
  Page with(EndsPage next) {
    QueueName queue = queues.get(0);
    List<Gathered<byte[]>> all = new ArrayList<>(items);
    BatchPosition reached = position;
    long count = next.first();
    long size = bytes;
    for (EndedMember end : next.ends()) {
      reached = reached.with(queue, new Taken(++count, end.at().toEpochMilli()));
      all.add(gathered(reached, queue, end));
      byte[] result = end.result();
      size += result == null ? 0 : result.length;
    }
    boolean readsOn = next.hasMore() && !next.ends().isEmpty();
    return new Page(all, reached, readsOn ? queues : queues.subList(1, queues.size()), size);
  }

  private static Gathered<byte[]> gathered(
      BatchPosition position, QueueName queue, EndedMember end) {
    byte[] result = end.result();
    boolean isKept =
        switch (end.state()) {
          case SUCCEEDED -> result != null;
          case DEAD -> end.failure() != null;
          default -> true;
        };
    boolean hasResult = end.state() == TaskState.SUCCEEDED && result != null && result.length > 0;
    return new Gathered<>(
        position,
        queue,
        end.id(),
        end.state(),
        end.at(),
        isKept,
        hasResult ? result : null,
        end.failure());
  }

  /** Whether nothing more is to be read for it. */
  boolean isOver(int limit) {
    return queues.isEmpty() || items.size() >= limit || bytes >= MOST_BYTES;
  }

  boolean isReadToTheEnd() {
    return queues.isEmpty();
  }

  GatheredPage of(BatchView batch) {
    return new GatheredPage(items, position, batch.hasEnded() && isReadToTheEnd());
  }
}
