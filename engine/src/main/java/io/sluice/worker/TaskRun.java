package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.claim.Ended;
import io.sluice.claim.WorkerSettings;
import io.sluice.event.EngineEvent;
import io.sluice.guard.Caught;
import io.sluice.guard.Guarded;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.UnknownTypeException;
import io.sluice.task.handler.RetryRule.Decision;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The run of one task: handler, outcome, settle.
 *
 * <p>It ends when its slot is free: the outcome is recorded, or the claim is lost.
 */
final class TaskRun {
  private final WorkerSettings settings;
  private final Handlers handlers;
  private final @Nullable Adaptation adaptation;

  /**
   * @param adaptation is told how runs end; null where the concurrency is fixed
   */
  TaskRun(WorkerSettings settings, Handlers handlers, @Nullable Adaptation adaptation) {
    this.settings = settings;
    this.handlers = handlers;
    this.adaptation = adaptation;
  }

  Mono<Void> of(Claim claim) {
    return untilInterrupted(claim, handle(claim))
        .map(result -> claim.succeed(result, List.of()))
        .onErrorResume(error -> classify(claim, error).map(Ended::with))
        .flatMap(ended -> settle(claim, ended))
        .onErrorResume(error -> unsettled(claim, error))
        .doFinally(end -> claim.letGo())
        .then();
  }

  /** By the first of the two, which cancels the other: takeUntilOther does not when it errors. */
  private static Mono<byte[]> untilInterrupted(Claim claim, Mono<byte[]> run) {
    return Mono.firstWithSignal(claim.interrupted().then(Mono.never()), run);
  }

  private Mono<byte[]> handle(Claim claim) {
    return Mono.defer(
        () -> {
          claim.begin();
          Failure unreadable = claim.claimed().unreadable();
          return unreadable == null
              ? handlers.run(claim, settings.codec(), settings.config().maxPayloadBytes())
              : Mono.error(new UnreadableTask(unreadable));
        });
  }

  private Mono<Outcome> classify(Claim claim, Throwable error) {
    Mono<Outcome> outcome =
        error instanceof UnreadableTask unreadable
            ? Mono.just(new Outcome.Bury(unreadable.failure))
            : Mono.justOrEmpty(Outcomes.after(claim, error, failed -> rule(claim, failed)));
    return outcome.doOnNext(chosen -> Guarded.run(() -> tellIfFailed(claim, error, chosen)));
  }

  private Mono<Boolean> settle(Claim claim, Ended ended) {
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
  private Mono<Boolean> unsettled(Claim claim, Throwable error) {
    settings.listener().on(new EngineEvent.PassFailed("settle", claim.queue(), error));
    return Mono.empty();
  }

  private static final class UnreadableTask extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    private UnreadableTask(Failure failure) {
      super(failure.message(), null, false, false);
      this.failure = failure;
    }
  }
}
