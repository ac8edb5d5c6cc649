package io.sluice.script;

import io.sluice.guard.Patience;
import io.sluice.task.TaskId;
import reactor.core.publisher.Mono;

/** A landing each of whose calls ends, like those of its {@link WatchedServer}. */
final class WatchedLanding implements Landing {
  private final Landing landing;
  private final Patience waits;
  private final Patience calls;

  WatchedLanding(Landing landing, Patience waits, Patience calls) {
    this.landing = landing;
    this.waits = waits;
    this.calls = calls;
  }

  @Override
  public Mono<TaskId> arrival() {
    return waits.step(landing::arrival);
  }

  @Override
  public Mono<TaskId> nextArrival() {
    return waits.step(landing::nextArrival);
  }

  @Override
  public boolean brings() {
    return landing.brings();
  }

  @Override
  public Mono<Void> word() {
    return waits.step(landing::word);
  }

  @Override
  public Mono<Void> nextWord() {
    return waits.step(landing::nextWord);
  }

  @Override
  public Mono<Void> wake() {
    return calls.step(landing::wake);
  }

  @Override
  public Mono<Void> close() {
    return calls.step(landing::close);
  }
}
