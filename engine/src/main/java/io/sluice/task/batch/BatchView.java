package io.sluice.task.batch;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it is now. Times are those of the clock of Redis.
 *
 * @param counts of all parts together
 * @param sealedAt since when callers can add no members; null while they can
 * @param endedAt when all members had ended for the first time; null until then
 * @param openUntil when the batch is sealed, if no caller seals it before
 * @param policy what happens when the first member is dead
 * @param parent the batch of which this one is a member, or null
 * @param parts by queue, that of the batch first
 */
public record BatchView(
    BatchId id,
    @Nullable String name,
    BatchState state,
    BatchCounts counts,
    Instant created,
    @Nullable Instant sealedAt,
    @Nullable Instant endedAt,
    Instant openUntil,
    BatchPolicy policy,
    @Nullable BatchId parent,
    List<BatchPart> parts) {
  public BatchView {
    parts = List.copyOf(parts);
  }

  /** Whether all members had ended; a redrive later does not change it. */
  public boolean hasEnded() {
    return endedAt != null;
  }
}
