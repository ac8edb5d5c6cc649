package io.sluice;

import io.sluice.claim.Claims;
import io.sluice.claim.HeldBytes;
import io.sluice.claim.WorkerSettings;
import io.sluice.config.QueueShares;
import io.sluice.config.SluiceConfig;
import io.sluice.crew.Crew;
import io.sluice.encoding.Payloads;
import io.sluice.event.EngineListener;
import io.sluice.id.Host;
import io.sluice.id.Ids;
import io.sluice.loop.LoopAge;
import io.sluice.protocol.TaskStore;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.Delivery;
import io.sluice.worker.Concurrency;
import io.sluice.worker.Handlers;
import io.sluice.worker.Receiver;
import io.sluice.worker.TaskWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The workers and receivers of one engine: starts them, knows those that live, stops them all. */
final class Workers {
  private final TaskStore store;
  private final SluiceConfig config;
  private final Payloads payloads;
  private final Ids ids;
  private final EngineListener listener;
  private final Crew crew;
  private final Consumer<QueueName> onUse;
  private final HeldBytes bytes;
  private final Host host = Host.here();
  private final Set<TaskWorker> workers = ConcurrentHashMap.newKeySet();
  private final Set<Claims> receivers = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /**
   * @param onUse is called with each queue that a worker or a receiver begins to serve
   */
  Workers(
      TaskStore store,
      SluiceConfig config,
      Payloads payloads,
      Ids ids,
      EngineListener listener,
      Crew crew,
      Consumer<QueueName> onUse) {
    this.store = store;
    this.config = config;
    this.payloads = payloads;
    this.ids = ids;
    this.listener = listener;
    this.crew = crew;
    this.onUse = onUse;
    this.bytes = new HeldBytes(config.bytes(), config.maxPayloadBytes());
    store.divided().listen(map -> workers.forEach(worker -> worker.serve(map.partitions())));
  }

  Worker start(QueueShares queues, Handlers handlers, Concurrency concurrency) {
    requireRunning("a worker of " + queues.queues());
    WorkerSettings settings = settings(queues.queues().get(0), handlers.types());
    TaskWorker worker = new TaskWorker(settings, queues, handlers, concurrency, workers::remove);
    workers.add(worker);
    queues.queues().forEach(onUse);
    worker.start();
    queues.queues().forEach(queue -> worker.serve(store.divided().partitionsOf(queue)));
    return new StartedWorker(queues, worker);
  }

  <T, R> Flux<Delivery<T, R>> receive(QueueName queue, TaskType<T, R> type) {
    requireRunning("a receiver of " + queue);
    store.divided().refuse(queue, "/queue", "it cannot be received from");
    WorkerSettings settings = settings(queue, Set.of(type.name()));
    Claims claims = new Claims(settings, type.name());
    receivers.add(claims);
    onUse.accept(queue);
    return new Receiver<>(settings, claims, type, () -> receivers.remove(claims)).deliveries();
  }

  /** Stops all of them, each within the grace; an error of one does not keep the others. */
  Mono<Void> stop(Duration grace) {
    return Mono.defer(
        () -> {
          stopped = true;
          List<Mono<Void>> stops = new ArrayList<>();
          workers.forEach(worker -> stops.add(worker.stop(grace)));
          receivers.forEach(receiver -> stops.add(receiver.stop(grace)));
          return Mono.whenDelayError(stops).onErrorComplete();
        });
  }

  List<LoopAge> loopAges() {
    List<LoopAge> ages = new ArrayList<>();
    workers.forEach(worker -> ages.addAll(worker.loopAges()));
    receivers.forEach(receiver -> ages.addAll(receiver.loopAges()));
    return ages;
  }

  private void requireRunning(String what) {
    if (stopped) {
      throw new IllegalStateException(
          what + " cannot be started: this engine was stopped; connect another one");
    }
  }

  private WorkerSettings settings(QueueName queue, Set<String> types) {
    return new WorkerSettings(
        queue, store, config, payloads, ids, listener, bytes, host, crew, types);
  }
}
