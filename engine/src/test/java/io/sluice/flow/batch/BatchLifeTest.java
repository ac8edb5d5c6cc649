package io.sluice.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig;
import io.sluice.memory.SteppedServer;
import io.sluice.protocol.TaskStore;
import io.sluice.redis.RedisServer;
import io.sluice.script.ScriptServer;
import io.sluice.store.ContractSetup;
import io.sluice.store.EnqueueItem;
import io.sluice.store.TestQueue;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.Unique;
import io.sluice.testing.FirstSeed;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to the members of batches, what a batch counts is what is there, and each
 * callback is given once. {@code -Dbatches.seed=N} begins with a seed, {@code -Dbatches.seeds=N}
 * runs so many.
 */
class BatchLifeTest {
  private static final int SEEDS = Integer.getInteger("batches.seeds", 8);
  private static final int SEEDS_OF_THE_PROOF = Integer.getInteger("batches.seeds", 1_000);
  private static final int SEEDS_ON_REDIS = 1;

  /** As often as rounds of the end wait for something. */
  private static final long MOST_SLEPT_MS = 60;

  private static final int STEPS = 120;
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void countsAndCallbacksAreRightInMemory() {
    assertThat(inMemory(FirstSeed.of("batches"), SEEDS, (verb, text) -> text)).isEmpty();
  }

  @Test
  @Tag("proof")
  void countsAndCallbacksAreRightForLong() {
    assertThat(inMemory(FirstSeed.of("batches"), SEEDS_OF_THE_PROOF, (verb, text) -> text))
        .isEmpty();
  }

  @Test
  void countsAndCallbacksAreRightOnRedis() {
    List<String> violations = new ArrayList<>();
    long first = FirstSeed.of("batches");
    try (TestRedis redis = TestRedis.start()) {
      SluiceConfig config = SluiceConfig.of(redis.uri());
      ScriptServer server = RedisServer.connect(config, event -> {}).block(SOON);
      for (long seed = first; seed < first + SEEDS_ON_REDIS; seed++) {
        violations.addAll(
            lived(seed, new BatchLife(server, config, seed, BatchLifeTest::sleep, false)));
      }
      server.close().block(SOON);
    }
    assertThat(violations).isEmpty();
  }

  /** A task that is taken in makes room for a later one of the same call. */
  @Test
  void aMemberThatGivesWayInTheCallThatTakesItInIsCounted() {
    SteppedServer server = new SteppedServer((verb, text) -> text);
    TaskStore store = new TaskStore(server, SluiceConfig.of("memory"), event -> {});
    ContractSetup setup = settings -> store;
    TestQueue queue = setup.queue();
    BatchId batch = new BatchId("b", queue.name());
    TestQueue.done(store.batches().open(batch, NewBatch.DEFAULT, List.of()));
    Unique newest = new Unique("key", null, Unique.OnConflict.REPLACE);

    TestQueue.now(
        store.enqueueOnce(
            queue.name(),
            queue.enqueueCall(),
            Stream.of(queue.newId(), queue.newId())
                .map(id -> member(queue.unique(id, newest), batch))
                .toList()));

    assertThat(TestQueue.now(store.batches().show(batch)).counts())
        .isEqualTo(new BatchCounts(1, 0, 0, 1, 0));
  }

  private static EnqueueItem member(EnqueueItem item, BatchId batch) {
    return new EnqueueItem(
        item.task(), item.fresh(), item.delay(), null, item.unique(), item.request(), batch);
  }

  static List<String> inMemory(long first, int seeds, BinaryOperator<String> change) {
    List<String> violations = new ArrayList<>();
    SteppedServer server = new SteppedServer(change);
    SluiceConfig config = SluiceConfig.of("memory");
    for (long seed = first; seed < first + seeds; seed++) {
      violations.addAll(lived(seed, new BatchLife(server, config, seed, server::pass, true)));
    }
    return violations;
  }

  private static List<String> lived(long seed, BatchLife life) {
    return life.run(STEPS).stream().map(one -> "seed " + seed + ": " + one).toList();
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(Math.min(time.toMillis(), MOST_SLEPT_MS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
