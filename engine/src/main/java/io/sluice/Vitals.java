package io.sluice;

import io.sluice.client.QueueClients;
import io.sluice.loop.LoopAge;
import io.sluice.loop.Timers;
import io.sluice.maintenance.Maintenance;
import io.sluice.partition.Partitions;
import io.sluice.protocol.TaskStore;
import io.sluice.script.WatchedServer;
import io.sluice.task.RedisUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Whether Redis answers an engine, and how long ago each of its loops did a pass. */
final class Vitals {
  private static final Duration PING_TIMEOUT = Duration.ofMillis(500);

  private final TaskStore store;
  private final Maintenance maintenance;
  private final WatchedServer server;
  private final QueueClients clients;
  private final Partitions partitions;
  private final Workers workers;

  Vitals(
      TaskStore store,
      Maintenance maintenance,
      WatchedServer server,
      QueueClients clients,
      Partitions partitions,
      Workers workers) {
    this.store = store;
    this.maintenance = maintenance;
    this.server = server;
    this.clients = clients;
    this.partitions = partitions;
    this.workers = workers;
  }

  Mono<Health> health() {
    return store
        .ping()
        .timeout(PING_TIMEOUT, Mono.error(Vitals::unanswered), Timers.scheduler())
        .thenReturn(Health.OK)
        .onErrorResume(error -> Mono.just("unavailable: " + error.getMessage()))
        .map(redis -> new Health(redis, loops()));
  }

  private static RedisUnavailableException unanswered() {
    return new RedisUnavailableException(
        "Redis does not answer within " + PING_TIMEOUT.toMillis() + " ms", null);
  }

  Number lateLoops() {
    return loops().stream().filter(Health.Loop::late).count();
  }

  Number oldestPassSeconds() {
    return loops().stream().mapToDouble(loop -> loop.age().toMillis() / 1000.0).max().orElse(0);
  }

  private List<Health.Loop> loops() {
    List<LoopAge> ages = new ArrayList<>(maintenance.loopAges());
    ages.add(server.loopAge());
    ages.add(clients.loopAge());
    ages.add(partitions.loopAge());
    ages.addAll(workers.loopAges());
    return ages.stream().map(age -> new Health.Loop(age.name(), age.age(), age.late())).toList();
  }
}
