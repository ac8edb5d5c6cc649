package io.sluice.redis.fault;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Health;
import io.sluice.Sluice;
import io.sluice.Work;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.view.ClusterFacts;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestCluster;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A Cluster of three masters and three replicas, of which one after the other has a fault. */
@Tag("scaled")
class ClusterTest {
  /** 2 to 3 s where it runs; the vote of a Cluster on a busy machine takes its time. */
  private static final Duration LONGEST_GAP = Duration.ofSeconds(45);

  private static final Duration STANDS_STILL =
      Duration.ofSeconds(Integer.getInteger("cluster.still", 2));
  private static final String QUEUE = "moved";
  private static final int SLOT = TestCluster.slotOf(QUEUE);
  private static final int RATE = Integer.getInteger("cluster.rate", 100);
  private static final int MORE = RATE;

  private final Set<String> resent = ConcurrentHashMap.newKeySet();
  private TestCluster cluster;
  private Sluice sluice;

  @BeforeEach
  void start() {
    cluster = TestCluster.withReplicas(3);
    sluice =
        Sluice.builder(SluiceConfig.of(cluster.uri()).withEnqueueTimeout(LONGEST_GAP))
            .listener(
                event -> {
                  if (event instanceof EngineEvent.CallResent call) {
                    resent.add(String.valueOf(call.cause().getMessage()));
                  }
                })
            .connect();
  }

  @AfterEach
  void stop() {
    sluice.stop(Duration.ZERO).block(SOON);
    cluster.close();
  }

  @Test
  void queuesOfAllSlotsWork() {
    int queues = 30;
    Set<String> ran = ConcurrentHashMap.newKeySet();
    IntStream.range(0, queues)
        .mapToObj(i -> "queue-" + i)
        .forEach(
            queue ->
                sluice
                    .worker(queue)
                    .handle(Work.ECHO, task -> Mono.just(task.payload()).doOnNext(ran::add))
                    .start());
    Flux.range(0, queues)
        .flatMap(i -> sluice.enqueue("queue-" + i, Work.ECHO.with("task " + i)))
        .blockLast(SOON);

    Eventually.eventually(() -> ran.size() == queues);
    assertThat(sluice.queues().list(null, queues + 1).block(SOON)).hasSize(queues);
    assertThat(sluice.health().map(Health::ready).block(SOON)).isTrue();
  }

  @Test
  void eachMasterTellsItsSlotsAndReplicas() {
    ClusterFacts facts = sluice.serverFacts().block(SOON).cluster();

    assertThat(facts.orphans()).isZero();
    assertThat(facts.masters())
        .hasSize(3)
        .allMatch(master -> master.facts().replication().replicas() == 1)
        .filteredOn(master -> master.has(SLOT))
        .extracting(ClusterFacts.Master::place)
        .containsExactly("127.0.0.1:" + cluster.ownerOf(SLOT).port());
  }

  @Test
  void workGoesOnAtTheReplicaWhenAMasterIsKilled() {
    try (SteadyLoad load = new SteadyLoad(sluice, QUEUE, RATE, Durability.REPLICA)) {
      load.goOn(MORE, SOON);
      TestRedis owner = cluster.ownerOf(SLOT);
      load.forgetGaps();
      CompletableFuture<Long> vote = takenOverFrom(owner);
      owner.kill();
      assertThat(Eventually.eventually(sluice.health(), now -> !now.ready()).redis())
          .contains("127.0.0.1:" + owner.port());
      load.goOn(MORE, LONGEST_GAP);
      Eventually.eventually(sluice.health(), Health::ready);
      load.end();

      assertThat(cluster.ownerOf(SLOT)).isEqualTo(cluster.replicaOf(owner));
      tell("killed; the Cluster itself after " + vote.join() + " ms", load);
      assertThat(load.lost()).isZero();
    }
  }

  @Test
  void workGoesOnAtTheReplicaWhenAMasterDoesNothingAnyMore() {
    try (SteadyLoad load = new SteadyLoad(sluice, QUEUE, RATE, Durability.REPLICA)) {
      load.goOn(MORE, SOON);
      TestRedis owner = cluster.ownerOf(SLOT);
      load.forgetGaps();
      CompletableFuture<Long> vote = takenOverFrom(owner);
      owner.freeze();
      try {
        assertThat(Eventually.eventually(sluice.health(), now -> !now.ready()).redis())
            .contains("127.0.0.1:" + owner.port());
        load.goOn(MORE, LONGEST_GAP);
        Eventually.eventually(sluice.health(), Health::ready);
        load.end();
        tell("frozen; the Cluster itself after " + vote.join() + " ms", load);
        assertThat(load.lost()).isZero();
      } finally {
        owner.thaw();
      }
      Eventually.eventually(() -> TestCluster.has(cluster.replicaOf(owner), SLOT));
    }
  }

  @Test
  void workGoesOnAtTheReplicaAfterAPlannedFailover() {
    try (SteadyLoad load = new SteadyLoad(sluice, QUEUE, RATE)) {
      load.goOn(MORE, SOON);
      TestRedis owner = cluster.ownerOf(SLOT);
      load.forgetGaps();
      TestCluster.say(cluster.replicaOf(owner), "CLUSTER", "FAILOVER");
      Eventually.eventually(() -> TestCluster.has(cluster.replicaOf(owner), SLOT));
      load.goOn(MORE, LONGEST_GAP);
      load.end();

      Eventually.eventually(load::allRan);
      assertThat(load.doubled()).isZero();
      tell("planned", load);
    }
  }

  @Test
  void workGoesOnWhereASlotHasMoved() {
    try (SteadyLoad load = new SteadyLoad(sluice, QUEUE, RATE)) {
      load.goOn(MORE, SOON);
      TestRedis from = cluster.ownerOf(SLOT);
      TestRedis to = cluster.anotherThan(from);
      load.forgetGaps();
      cluster.beginMove(SLOT, from, to);
      cluster.endMove(SLOT, from, to);
      load.goOn(MORE, LONGEST_GAP);
      load.end();

      Eventually.eventually(load::allRan);
      assertThat(load.doubled()).isZero();
      assertThat(cluster.ownerOf(SLOT)).isEqualTo(to);
      tell("moved", load);
    }
  }

  @Test
  void aQueueWaitsWhileItsSlotIsOnItsWay() {
    try (SteadyLoad load = new SteadyLoad(sluice, QUEUE, RATE)) {
      load.goOn(MORE, SOON);
      TestRedis from = cluster.ownerOf(SLOT);
      TestRedis to = cluster.anotherThan(from);
      load.forgetGaps();
      cluster.beginMove(SLOT, from, to);
      Mono.delay(STANDS_STILL).block();
      cluster.endMove(SLOT, from, to);
      load.goOn(MORE, LONGEST_GAP);
      load.end();

      Eventually.eventually(load::allRan);
      assertThat(load.doubled()).isZero();
      assertThat(resent)
          .anyMatch(
              why ->
                  why.contains("the queue of the keys sluice:{moved}:")
                      && why.contains("waits for its slot"));
      tell("on its way", load);
    }
  }

  @Test
  void aRedisThatBelongsToNoClusterIsNamed() {
    try (TestRedis alone = TestRedis.start()) {
      assertThatThrownBy(() -> Sluice.connect("redis-cluster://127.0.0.1:" + alone.port()))
          .isInstanceOf(RedisUnavailableException.class)
          .hasMessageContaining("belongs to no Cluster: give it as redis://127.0.0.1:");
    }
  }

  @Test
  void itBeginsWithTheNamedNodesThatAreThere() {
    TestRedis gone = TestRedis.start();
    gone.close();
    String some =
        "redis-cluster://127.0.0.1:" + gone.port() + ",127.0.0.1:" + cluster.nodes().get(4).port();
    Sluice other = Sluice.builder(SluiceConfig.of(some)).listener(event -> {}).connect();
    try (SteadyLoad load = new SteadyLoad(other, QUEUE, RATE)) {
      load.goOn(MORE, SOON);
    } finally {
      other.stop(Duration.ZERO).block(SOON);
    }
  }

  /** After how many ms from now its replica has its slots. */
  private CompletableFuture<Long> takenOverFrom(TestRedis owner) {
    TestRedis replica = cluster.replicaOf(owner);
    long begun = System.nanoTime();
    return CompletableFuture.supplyAsync(
        () -> {
          Eventually.eventually(() -> TestCluster.has(replica, SLOT));
          return Duration.ofNanos(System.nanoTime() - begun).toMillis();
        });
  }

  private static void tell(String fault, SteadyLoad load) {
    Eventually.eventually(load::isQuiet);
    System.out.printf(
        "%s: went on after %,d ms; %,d acknowledged, %,d of them confirmed; %,d lost, %,d ran"
            + " twice%n",
        fault,
        load.longestGap().toMillis(),
        load.acknowledged(),
        load.confirmed(),
        load.lost(),
        load.doubled());
  }
}
