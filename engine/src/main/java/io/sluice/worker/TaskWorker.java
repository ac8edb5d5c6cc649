package io.sluice.worker;

import io.sluice.event.EngineEvent;
import io.sluice.loop.LoopAge;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A worker: claims flow in as slots are free, and each is run in a slot.
 *
 * <p>{@code flatMap} is the semaphore: it requests as many claims as it has slots, and one more as
 * each run ends; nothing between claim and start holds tasks in store.
 */
public final class TaskWorker {
  private static final int NO_PREFETCH = 1;

  private final WorkerSettings settings;
  private final Claims claims;
  private final TaskRun run;
  private final int slots;

  public TaskWorker(WorkerSettings settings, Handlers handlers, int slots) {
    this.settings = settings;
    this.claims = new Claims(settings);
    this.run = new TaskRun(settings, handlers);
    this.slots = slots;
  }

  /** Starts claiming. To be called once. */
  public void start() {
    claims
        .flux()
        .flatMap(claim -> run.of(claim).subscribeOn(Schedulers.parallel()), slots, NO_PREFETCH)
        .subscribe(
            nothing -> {},
            error ->
                settings
                    .listener()
                    .on(new EngineEvent.PassFailed("worker", settings.queue(), error)));
  }

  public int slots() {
    return slots;
  }

  public int running() {
    return claims.held();
  }

  /** See {@link Claims#stop}. */
  public Mono<Void> stop(Duration grace) {
    return claims.stop(grace);
  }

  public List<LoopAge> loopAges() {
    return claims.loopAges();
  }
}
