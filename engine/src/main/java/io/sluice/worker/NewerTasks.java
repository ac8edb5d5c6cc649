package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.guard.Guarded;
import io.sluice.loop.Spacing;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import java.time.Duration;

/** What a worker does with tasks that a newer version of Sluice wrote: it gives them back. */
final class NewerTasks {
  private final EngineListener listener;
  private final Spacing spacing = Spacing.ofTasksForOthers();

  NewerTasks(EngineListener listener) {
    this.listener = listener;
  }

  /** Says so, and gives the outcome by which the task waits for another worker. */
  Outcome putOff(Claim claim) {
    Duration delay = spacing.next();
    Guarded.run(() -> tell(claim, delay));
    return new Outcome.Snooze(delay);
  }

  private void tell(Claim claim, Duration delay) {
    Failure why = claim.claimed().unreadable();
    listener.on(
        new EngineEvent.VersionUnknown(
            claim.queue(),
            claim.id(),
            claim.task().type(),
            why == null ? "" : why.message(),
            delay));
  }
}
