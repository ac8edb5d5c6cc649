package io.sluice.script;

import io.sluice.task.TaskId;
import reactor.core.publisher.Mono;

/**
 * Where an idle worker waits for work. What arrives is not claimed yet: it is handed to {@link
 * TaskStore#claim} as adopted. One wait at a time.
 */
public interface Landing {
  /**
   * The next id to arrive; empty when it is time to claim without one: none came for a while, some
   * may be there that arrive nowhere, or on {@link #wake}.
   */
  Mono<TaskId> arrival();

  /** The same, for a claim that has found nothing: what is there is not looked for at once. */
  Mono<TaskId> nextArrival();

  /** Whether an id may arrive in the next wait for one, or only words are heard. */
  boolean brings();

  /**
   * Completes when it is time to claim, as {@link #arrival} does without an id. Nothing arrives:
   * for who cannot say yet whether he will have a use for it.
   */
  Mono<Void> word();

  /**
   * Completes at the next word, or after a while: for a claim that has left what is there, since it
   * may not take it.
   */
  Mono<Void> nextWord();

  /** Ends a wait that is under way, without losing what arrives at that moment. */
  Mono<Void> wake();

  /** Gives up what the waits are done with. After this nothing arrives. */
  Mono<Void> close();
}
