package io.sluice.redis.fault;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.task.view.Ledger;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestCluster;
import io.sluice.testing.TestRedis;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One queue of six partitions on the three masters of a Cluster. */
class PartitionsOfClusterTest {
  private static final String QUEUE = "orders";
  private static final int PARTITIONS = 6;
  private static final int TASKS = 3_000;
  private static final int GROUPS = 30;

  private TestCluster cluster;
  private Sluice sluice;

  @BeforeEach
  void start() {
    cluster = TestCluster.of(3);
    sluice = Sluice.builder(SluiceConfig.of(cluster.uri())).connect();
  }

  @AfterEach
  void stop() {
    sluice.stop(java.time.Duration.ZERO).block(SOON);
    cluster.close();
  }

  @Test
  void theyLieOnAllMastersAndWorkAsOneQueue() {
    sluice.queues().divide(QUEUE, PARTITIONS).block(SOON);
    ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
    Map<String, List<Integer>> order = new ConcurrentHashMap<>();
    sluice
        .worker(QUEUE)
        .concurrency(64)
        .handle(
            ECHO,
            task -> {
              ran.add(task.payload());
              String[] words = task.payload().split(" ");
              if (words[0].startsWith("g")) {
                order
                    .computeIfAbsent(words[0], group -> new CopyOnWriteArrayList<>())
                    .add(Integer.parseInt(words[1]));
              }
              return Mono.just(task.payload());
            })
        .start();

    sluice
        .enqueueAll(QUEUE, Flux.range(0, TASKS).map(i -> ECHO.with("task " + i).correlate(i)))
        .blockLast(SOON);
    Flux.range(0, GROUPS)
        .flatMap(
            group ->
                Flux.range(0, 20)
                    .concatMap(
                        i ->
                            sluice.enqueue(
                                QUEUE, ECHO.with("g" + group + " " + i).group("g" + group))))
        .blockLast(SOON);

    Eventually.eventually(() -> ran.size() == TASKS + 20 * GROUPS);
    assertThat(new HashSet<>(ran)).hasSize(TASKS + 20 * GROUPS);
    assertThat(order).hasSize(GROUPS);
    assertThat(order.values()).allMatch(seen -> seen.size() == 20);
    assertThat(masters()).hasSize(3);
    Ledger ledger =
        Eventually.eventually(
            sluice.queues().audit(QUEUE), audit -> audit.totals().succeeded() == ran.size());
    assertThat(ledger.balanced()).isTrue();
    assertThat(sluice.enqueue(QUEUE, ECHO.with("last")).flatMap(sluice::result).block(SOON))
        .isEqualTo("last");
  }

  private Set<TestRedis> masters() {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(i -> i == 0 ? QUEUE : QUEUE + "/" + i)
        .map(partition -> cluster.ownerOf(TestCluster.slotOf(partition)))
        .collect(Collectors.toSet());
  }
}
