package io.sluice.worker;

import io.sluice.event.EngineEvent;
import io.sluice.loop.LoopAge;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A worker: claims flow in as slots are free, and each is run in a slot. Nothing between claim and
 * start holds tasks in store.
 */
public final class TaskWorker {
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
    Strands strands = new Strands(Schedulers.parallel(), Schedulers.DEFAULT_POOL_SIZE);
    claims.flux().subscribe(new Slots(slots, run, strands, this::report));
  }

  private void report(Throwable error) {
    settings.listener().on(new EngineEvent.PassFailed("worker", settings.queue(), error));
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
