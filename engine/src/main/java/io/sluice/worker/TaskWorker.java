package io.sluice.worker;

import io.sluice.claim.Claims;
import io.sluice.claim.Outlet;
import io.sluice.claim.WorkerSettings;
import io.sluice.config.QueueShares;
import io.sluice.config.SluiceConfig;
import io.sluice.crew.Gang;
import io.sluice.event.EngineEvent;
import io.sluice.guard.Hearing;
import io.sluice.loop.LoopAge;
import io.sluice.task.QueueName;
import io.sluice.task.view.WorkerView.Asked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A worker: claims of its queues flow in as slots are free, and each is run in a slot. Nothing
 * between claim and start holds tasks in store.
 */
public final class TaskWorker {
  private final WorkerSettings settings;
  private final List<Claims> claims = new CopyOnWriteArrayList<>();

  /** Of each queue, its claim loops: one, or one a partition. */
  private final Map<QueueName, Fork> forks = new LinkedHashMap<>();

  /** Guarded by this. */
  private final Set<QueueName> served = new HashSet<>();

  private final Slots slots;
  private final Consumer<TaskWorker> onStop;
  private final Handlers handlers;

  /** Guarded by this: it serves no more partitions. */
  private boolean closed;

  /** Null where the concurrency is fixed. */
  private final @Nullable Adaptation adaptation;

  /**
   * @param settings those of its first queue
   * @param onStop told when it has stopped
   */
  public TaskWorker(
      WorkerSettings settings,
      QueueShares queues,
      Handlers handlers,
      Concurrency concurrency,
      Consumer<TaskWorker> onStop) {
    this.settings = settings;
    this.onStop = onStop;
    this.handlers = handlers;
    Gang gang = settings.crew().gang(settings.queue().value());
    handlers.runOn(gang, settings.crew().blocking());
    Concurrency possible = concurrency.atMost(handlers.atMost(concurrency.max()));
    this.adaptation = possible.adaptive() ? adaptation(possible) : null;
    TaskRun run = new TaskRun(settings, handlers, adaptation);
    this.slots = new Slots(possible.min(), queues, run, gang, this::report);
    for (int i = 0; i < queues.queues().size(); i++) {
      forks.put(queues.queues().get(i), new Fork(slots.shares().get(i), slots::count));
    }
  }

  private Adaptation adaptation(Concurrency bounds) {
    return new Adaptation(
        settings.queue(),
        bounds,
        settings.listener(),
        () -> running(),
        number -> slots.count(number));
  }

  /** Starts claiming. To be called once. */
  public void start() {
    if (adaptation != null) {
      adaptation.start();
    }
    serve(List.copyOf(forks.keySet()));
  }

  /** Claims from these partitions of its queues as well, as far as it does not yet. */
  public void serve(List<QueueName> partitions) {
    List<Runnable> begins = new ArrayList<>();
    synchronized (this) {
      for (QueueName partition : partitions) {
        Fork fork = forks.get(partition.whole());
        if (fork != null && !closed && served.add(partition)) {
          Claims more = new Claims(settings.on(partition), this::slots, this::asked);
          Outlet outlet = fork.branch();
          claims.add(more);
          begins.add(() -> more.begin(outlet));
        }
      }
    }
    begins.forEach(Runnable::run);
  }

  private void report(QueueName queue, Throwable error) {
    settings.listener().on(new EngineEvent.PassFailed("worker", queue, error));
  }

  public int slots() {
    return slots.count();
  }

  /**
   * Changes the number of slots, or the highest where it is adaptive; what runs beyond it ends by
   * itself. Errors with {@link IllegalArgumentException} below the lowest.
   */
  public Mono<Void> slots(int count) {
    return Mono.defer(
        () -> {
          int possible = handlers.atMost(count);
          if (adaptation == null) {
            slots.count(() -> possible);
          } else {
            adaptation.max(possible);
          }
          return slots.room() == 0 ? quieted() : Mono.empty();
        });
  }

  public int running() {
    return claims.stream().mapToInt(Claims::held).sum();
  }

  /** Claims nothing more until it is resumed. Completes once nothing more starts. */
  public Mono<Void> quiet() {
    return Mono.defer(
        () -> {
          slots.quiet(true);
          return quieted();
        });
  }

  /** Claims again. */
  public Mono<Void> resume() {
    return Mono.fromRunnable(() -> slots.quiet(false));
  }

  private Mono<Void> quieted() {
    return ofEach(Claims::quieted);
  }

  /** See {@link Claims#stop}. */
  public Mono<Void> stop(Duration grace) {
    return Mono.<Void>fromRunnable(this::close)
        .then(ofEach(each -> each.stop(grace)))
        .doOnSuccess(done -> onStop.accept(this));
  }

  /** By one of its sessions; all of it does so. */
  private void asked(Asked asked) {
    Hearing.ofNothing(
        switch (asked) {
          case CLAIM -> resume();
          case QUIET -> quiet();
          case STOP -> stop(SluiceConfig.DEFAULT_SHUTDOWN_GRACE);
        });
  }

  private void close() {
    synchronized (this) {
      closed = true;
    }
    handlers.close();
    if (adaptation != null) {
      adaptation.stop();
    }
  }

  private Mono<Void> ofEach(Function<Claims, Mono<Void>> step) {
    return Mono.whenDelayError(claims.stream().map(step).toList());
  }

  public List<LoopAge> loopAges() {
    return claims.stream().flatMap(each -> each.loopAges().stream()).toList();
  }
}
