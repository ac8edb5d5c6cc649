package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.claim.Ended;
import io.sluice.claim.WorkerSettings;
import io.sluice.event.EngineEvent;
import io.sluice.guard.Caught;
import io.sluice.guard.Guarded;
import io.sluice.task.Outcome;
import io.sluice.task.UnknownTypeException;
import io.sluice.task.handler.RetryRule.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The steps of an {@link Attempt}, for all tasks of a worker: handler, outcome, settle. */
final class TaskRun {
  private final WorkerSettings settings;
  private final Handlers handlers;
  private final @Nullable Adaptation adaptation;
  private final Opening opening;

  /**
   * @param adaptation is told how runs end; null where the concurrency is fixed
   */
  TaskRun(WorkerSettings settings, Handlers handlers, @Nullable Adaptation adaptation) {
    this.settings = settings;
    this.handlers = handlers;
    this.adaptation = adaptation;
    this.opening = new Opening(settings);
  }

  /** Calls the handler; gives its result, or nothing. Throws where the handler cannot be called. */
  Mono<?> handle(Claim claim) {
    claim.begin();
    return handlers.run(claim, opening.payload(claim), settings.payloads());
  }

  /**
   * How a run ended that gave this result. Throws where the result cannot be kept.
   *
   * @param result null for none
   */
  Ended succeeded(Claim claim, @Nullable Object result) {
    return claim.succeed(handlers.encoded(claim, result, settings.payloads()), List.of());
  }

  /** How a run ended that failed; null when the claim is lost and nothing may be reported. */
  @Nullable Ended failed(Claim claim, Throwable error) {
    Outcome chosen =
        error instanceof Opening.Unreadable unreadable
            ? opening.after(claim, unreadable)
            : Outcomes.after(claim, error, failed -> rule(claim, failed)).orElse(null);
    if (chosen == null) {
      return null;
    }
    Guarded.run(() -> tellIfFailed(claim, error, chosen));
    return Ended.with(chosen);
  }

  /** Records how the run ended; cold. */
  Mono<Boolean> settle(Claim claim, Ended ended) {
    Adaptation told = adaptation;
    if (told != null) {
      Guarded.run(() -> told.ended(claim, ended.outcome()));
    }
    return claim.settle(ended);
  }

  private Decision rule(Claim claim, Throwable failed) {
    return handlers.rules().after(claim, failed, settings.listener());
  }

  /** What was put off, given back or cancelled has not failed. */
  private void tellIfFailed(Claim claim, Throwable error, Outcome chosen) {
    if (error instanceof UnknownTypeException) {
      settings
          .listener()
          .on(
              new EngineEvent.TypeUnknown(
                  claim.queue(), claim.id(), claim.task().type(), Outcomes.UNKNOWN_TYPE));
    } else if (chosen instanceof Outcome.Retry || chosen instanceof Outcome.Bury) {
      settings
          .listener()
          .on(
              new EngineEvent.AttemptFailed(
                  claim.queue(),
                  claim.id(),
                  claim.task().type(),
                  claim.attempt(),
                  Caught.originOf(error),
                  chosen));
    }
  }

  /** The store will never take this outcome; the claim ends with the session. */
  void unsettled(Claim claim, Throwable error) {
    settings.listener().on(new EngineEvent.PassFailed("settle", claim.queue(), error));
  }
}
