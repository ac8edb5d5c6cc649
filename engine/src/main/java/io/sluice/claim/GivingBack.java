package io.sluice.claim;

import io.sluice.event.EngineEvent;
import io.sluice.loop.Timers;
import io.sluice.protocol.TaskStore;
import io.sluice.store.ClaimTerms;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gives back to a queue what was taken from it and is run by nobody; no attempt is used up. */
final class GivingBack {
  /** What is interrupted at the end of the grace has this long to be given back. */
  private static final Duration INTERRUPTED = Duration.ofSeconds(5);

  private final WorkerSettings settings;
  private final Sessions sessions;

  GivingBack(WorkerSettings settings, Sessions sessions) {
    this.settings = settings;
    this.sessions = sessions;
  }

  /** A claim that was handed on in the moment of a cancel, so that nobody got it. */
  void discarded(Claim claim) {
    claim.settle(Outcome.RELEASE).subscribe(accepted -> {}, this::report);
  }

  Mono<Void> unwanted(List<Claim> claims) {
    return Flux.fromIterable(claims)
        .flatMap(claim -> claim.settle(Outcome.RELEASE), TaskStore.MAX_BATCH)
        .then();
  }

  /**
   * Ids that arrived in the last moment: they would lie in the landing until they are swept. Never
   * errors.
   *
   * @param claimed is run once they are held by the session
   */
  private Mono<Void> arrived(List<TaskId> ids, Runnable claimed) {
    return quietly(
        sessions
            .present()
            .flatMap(session -> session.claims().claim(new ClaimTerms(ids.size(), 1, ids)))
            .doOnNext(
                taken -> {
                  if (taken.tookAdopted()) {
                    claimed.run();
                  }
                })
            .flatMap(this::unwanted));
  }

  /** What a session was given while it stood, which ends by that. Never errors. */
  private Mono<Void> given(WorkerSession session) {
    return quietly(
        session
            .claims()
            .claim(ClaimTerms.none())
            .flatMap(this::unwanted)
            .timeout(LoopEnd.PATIENCE, Timers.scheduler()));
  }

  /**
   * What a session was given while it stood, if it does, and then what arrived: a claim that hears
   * once more of what it was given looks at nothing that it adopts. Never errors.
   *
   * @param exchanges whether the last claim goes with outcomes, which bring the answer
   */
  Mono<Void> unclaimed(Arriving arriving, boolean exchanges) {
    WorkerSession standing = exchanges ? null : sessions.standing();
    Mono<Void> given = standing == null ? Mono.empty() : given(standing);
    List<TaskId> adopted = arriving.adopted();
    return adopted.isEmpty() ? given : given.then(arrived(adopted, arriving::claimed));
  }

  private Mono<Void> unwanted(Taken taken) {
    settings.bytes().giveBack(-taken.bytes());
    return unwanted(taken.claims());
  }

  private Mono<Void> quietly(Mono<Void> giving) {
    return giving.onErrorResume(
        error -> {
          report(error);
          return Mono.empty();
        });
  }

  /** Interrupts whatever is still held, and completes when it has been given back. */
  Mono<Void> held() {
    return Mono.defer(
        () -> {
          sessions.interruptAll(Interruption.SHUTDOWN);
          return sessions.whenNothingHeld().timeout(INTERRUPTED, Timers.scheduler());
        });
  }

  private void report(Throwable error) {
    settings.listener().on(new EngineEvent.PassFailed("claim", settings.queue(), error));
  }
}
