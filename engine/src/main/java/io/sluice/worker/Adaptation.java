package io.sluice.worker;

import io.sluice.adapt.Change;
import io.sluice.adapt.GradientLimit;
import io.sluice.claim.Claim;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineEvent.ConcurrencyAdapted.Reason;
import io.sluice.event.EngineListener;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The adaptive concurrency of one worker: gives its limit how runs end, and its slots what the
 * limit decides. Thread-safe.
 *
 * <p>Only what the handler did counts: how long successes took, from the call of the handler, and
 * how many attempts failed. What is put off, given back or cancelled says nothing of either.
 */
final class Adaptation {
  private final QueueName queue;
  private final Concurrency bounds;
  private final EngineListener listener;
  private final IntSupplier inUse;
  private final Consumer<IntSupplier> slots;
  private final GradientLimit limit;

  /**
   * @param inUse tasks that the worker holds
   * @param slots is given the number of slots that there are to be, to be read when it is set: two
   *     decisions may come in any order, and the later one counts
   */
  Adaptation(
      QueueName queue,
      Concurrency bounds,
      EngineListener listener,
      IntSupplier inUse,
      Consumer<IntSupplier> slots) {
    this.queue = queue;
    this.bounds = bounds;
    this.listener = listener;
    this.inUse = inUse;
    this.slots = slots;
    this.limit = new GradientLimit(bounds.min(), bounds.max(), System.nanoTime());
  }

  void start() {
    tell(new Change(0, bounds.min(), Reason.START));
  }

  void stop() {
    tell(limit.close());
  }

  /** A run has ended, and its outcome is about to be recorded. */
  void ended(Claim claim, Outcome outcome) {
    boolean failed = outcome instanceof Outcome.Retry || outcome instanceof Outcome.Bury;
    boolean hadHandler = claim.claimed().unreadable() == null;
    if (failed && hadHandler) {
      apply(limit.failed(claim.begunNanos(), System.nanoTime(), inUse.getAsInt()));
    } else if (outcome instanceof Outcome.Succeed) {
      String type = claim.task().type();
      apply(limit.succeeded(type, claim.begunNanos(), System.nanoTime(), inUse.getAsInt()));
    }
  }

  /**
   * Sets the upper bound.
   *
   * @throws IllegalArgumentException when it is below the lower one
   */
  void max(int value) {
    if (value < bounds.min()) {
      throw new IllegalArgumentException(
          "concurrency of this adaptive worker must be at least its minimum of "
              + bounds.min()
              + ", is "
              + value);
    }
    apply(limit.max(value));
  }

  private void apply(@Nullable Change change) {
    if (change != null) {
      slots.accept(limit::current);
      tell(change);
    }
  }

  private void tell(@Nullable Change change) {
    if (change != null) {
      listener.on(
          new EngineEvent.ConcurrencyAdapted(queue, change.from(), change.to(), change.reason()));
    }
  }
}
