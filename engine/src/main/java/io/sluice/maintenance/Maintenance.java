package io.sluice.maintenance;

import io.sluice.event.EngineListener;
import io.sluice.loop.LoopAge;
import io.sluice.store.TaskStore;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Promotes, reaps and sweeps the queues that this engine cares for. */
public final class Maintenance {
  private static final Duration DISCOVER_EVERY = Duration.ofSeconds(2);
  private static final int DISCOVER_PAGE = 1000;

  private final TaskStore store;
  private final EngineListener listener;
  private final Map<QueueName, QueueMaintenance> queues = new ConcurrentHashMap<>();
  private final Disposable.Swap discovery = Disposables.swap();

  public Maintenance(TaskStore store, EngineListener listener) {
    this.store = store;
    this.listener = listener;
  }

  /** Cares for this queue from now on. */
  public void careFor(QueueName queue) {
    queues.computeIfAbsent(queue, name -> new QueueMaintenance(store, name, listener));
  }

  /** Cares for every queue of the namespace, also those that come later. */
  public void careForAll() {
    discovery.update(
        Flux.interval(Duration.ZERO, DISCOVER_EVERY)
            .onBackpressureDrop()
            .concatMap(tick -> discover().onErrorComplete(), 0)
            .subscribe(nothing -> {}, error -> {}));
  }

  /** How long ago each loop did a pass. */
  public List<LoopAge> loopAges() {
    List<LoopAge> ages = new ArrayList<>();
    queues.values().forEach(queue -> ages.addAll(queue.ages()));
    return ages;
  }

  public void stop() {
    discovery.dispose();
    queues.values().forEach(QueueMaintenance::stop);
  }

  private Mono<Void> discover() {
    return store
        .queues(null, DISCOVER_PAGE)
        .expand(
            page ->
                page.size() < DISCOVER_PAGE
                    ? Mono.empty()
                    : store.queues(page.get(page.size() - 1), DISCOVER_PAGE))
        .doOnNext(page -> page.forEach(this::careFor))
        .then();
  }
}
