package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.claim.WorkerSettings;
import io.sluice.event.EngineEvent;
import io.sluice.guard.Guarded;
import io.sluice.loop.Spacing;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.StoreCorruptedException.Reason;
import java.time.Duration;

/**
 * Reads the payloads of claims, and says what comes of a task that cannot be read. What a newer
 * version wrote, or a key has encrypted that this worker does not have, is put off for a worker
 * that can read it, as often as it comes: in time a dead letter would be dropped. What is damaged
 * or not authentic is buried at once, since no worker will ever read it.
 */
final class Opening {
  private static final String NOT_ENCRYPTED = "io.sluice.NotEncrypted";
  private static final String NOT_AUTHENTIC = "io.sluice.NotAuthentic";

  private final WorkerSettings settings;
  private final Spacing spacing = Spacing.ofTasksForOthers();

  Opening(WorkerSettings settings) {
    this.settings = settings;
  }

  /**
   * The payload as the codec of its producer made it.
   *
   * @throws Unreadable when it cannot be had
   */
  byte[] payload(Claim claim) {
    Failure unreadable = claim.claimed().unreadable();
    if (unreadable != null) {
      throw new Unreadable(unreadable, claim.claimed().isNewer() ? Reason.NEWER : Reason.DAMAGED);
    }
    try {
      return settings.payloads().opened(claim.task(), claim.queue());
    } catch (StoreCorruptedException error) {
      throw new Unreadable(failure(error), error.reason());
    }
  }

  /** For people who look for all tasks that failed by the same. */
  private static Failure failure(StoreCorruptedException error) {
    String message = String.valueOf(error.getMessage());
    return switch (error.reason()) {
      case NOT_ENCRYPTED -> Failure.of(NOT_ENCRYPTED, message);
      case NOT_AUTHENTIC -> Failure.of(NOT_AUTHENTIC, message);
      default -> Failure.of(error);
    };
  }

  /** What comes of a task whose payload could not be had. */
  Outcome after(Claim claim, Unreadable error) {
    if (error.reason != Reason.NEWER && error.reason != Reason.KEY_UNKNOWN) {
      return new Outcome.Bury(error.failure);
    }
    Duration delay = spacing.next();
    Guarded.run(() -> settings.listener().on(putOff(claim, error, delay)));
    return new Outcome.Snooze(delay);
  }

  private static EngineEvent putOff(Claim claim, Unreadable error, Duration delay) {
    String type = claim.task().type();
    String why = error.failure.message();
    return error.reason == Reason.NEWER
        ? new EngineEvent.VersionUnknown(claim.queue(), claim.id(), type, why, delay)
        : new EngineEvent.KeyUnknown(claim.queue(), claim.id(), type, why, delay);
  }

  /** A payload cannot be had; carries no stack, since it tells of no place in the code. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final Reason reason;

    private Unreadable(Failure failure, Reason reason) {
      super(failure.message(), null, false, false);
      this.failure = failure;
      this.reason = reason;
    }
  }
}
