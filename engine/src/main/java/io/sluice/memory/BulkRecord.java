package io.sluice.memory;

import io.sluice.store.BulkPlan;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.BulkAction.Progress;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an act on many tasks is to do, and how far it came. */
final class BulkRecord {
  private static final long MILLIS = 1000;

  private final BulkPlan plan;
  private final long startedAt;
  private Progress progress = Progress.RUNNING;
  private long matched;
  private long processed;
  private long left;
  private long skipped;
  private boolean foundAny;
  private final Set<TaskId> refused = new HashSet<>();

  /**
   * @param size how many tasks there are now
   */
  BulkRecord(BulkPlan plan, long startedAt, long size) {
    this.plan = plan;
    this.startedAt = startedAt;
    this.left = size;
    this.matched = plan.type().isEmpty() && plan.error().isEmpty() ? size : 0;
  }

  BulkPlan plan() {
    return plan;
  }

  long startedAt() {
    return startedAt;
  }

  boolean isUnderWay() {
    return progress == Progress.RUNNING;
  }

  boolean hasRate() {
    return plan.rate() > 0;
  }

  void end(Progress how) {
    progress = how;
  }

  /** How many its rate allows by now. */
  long allowed(long now) {
    return hasRate() ? plan.rate() * (now - startedAt) / MILLIS - processed : Long.MAX_VALUE;
  }

  /** Tasks that were there when it began and that it has not come to. */
  long left() {
    return left;
  }

  void purged(int count) {
    processed += count;
    left -= count;
  }

  /** How many of the dead were looked at and do not match: where to go on. */
  long skipped() {
    return skipped;
  }

  /** One that matches and stays, since another holds its unique key. */
  void refused(TaskId id) {
    refused.add(id);
  }

  void redriven(int count, int passedBy) {
    processed += count;
    matched = Math.max(matched, processed + refused.size());
    skipped += passedBy;
    foundAny |= count > 0;
  }

  /** What left meanwhile moved others past the place: through once more, until none is found. */
  void atTheEnd() {
    boolean again = skipped > 0 && foundAny;
    skipped = 0;
    foundAny = false;
    if (!again) {
      end(Progress.DONE);
    }
  }

  BulkAction shown(QueueName queue, @Nullable String waitingFor) {
    return new BulkAction(
        plan.id(),
        queue,
        plan.kind(),
        progress,
        matched,
        processed,
        refused.size(),
        Instant.ofEpochMilli(startedAt),
        waitingFor);
  }
}
