package io.sluice.format;

import io.sluice.script.Landing;
import io.sluice.task.TaskId;
import reactor.core.publisher.Mono;

/** A landing to which nothing is moved while the format of its namespace is not known. */
final class GuardedLanding implements Landing {
  /** Gives the wait, or an error in its place. */
  interface Usable {
    <T> Mono<T> only(Mono<T> wait);
  }

  private final Landing landing;
  private final Usable usable;

  GuardedLanding(Landing landing, Usable usable) {
    this.landing = landing;
    this.usable = usable;
  }

  @Override
  public boolean brings() {
    return landing.brings();
  }

  @Override
  public Mono<TaskId> arrival() {
    return Mono.defer(() -> usable.only(landing.arrival()));
  }

  @Override
  public Mono<TaskId> nextArrival() {
    return Mono.defer(() -> usable.only(landing.nextArrival()));
  }

  @Override
  public Mono<Void> word() {
    return Mono.defer(() -> usable.only(landing.word()));
  }

  @Override
  public Mono<Void> nextWord() {
    return Mono.defer(() -> usable.only(landing.nextWord()));
  }

  @Override
  public Mono<Void> wake() {
    return landing.wake();
  }

  @Override
  public Mono<Void> close() {
    return landing.close();
  }
}
