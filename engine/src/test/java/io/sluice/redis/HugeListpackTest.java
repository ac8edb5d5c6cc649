package io.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import io.sluice.store.ContractSetup;
import io.sluice.store.Reaped;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.testing.TestRedis;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A Redis that keeps large hashes as listpacks answers a scan of them with all at once. */
class HugeListpackTest implements ContractSetup {
  private static final int TASKS = 2_500;

  private static TestRedis redis;
  private static RedisContractSetup setup;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    setup = new RedisContractSetup(redis.uri());
    setup.tampering().commands().configSet("hash-max-listpack-entries", "100000");
    setup.tampering().commands().configSet("hash-max-listpack-value", "1000");
  }

  @AfterAll
  static void stop() {
    setup.close();
    redis.close();
  }

  @Test
  void aWalkThatIsAnsweredWithAllAtOnceIsStillDoneInBoundedParts() {
    TestQueue queue = queue();
    queue.ready(TASKS);
    TestSession session = queue.session(TestQueue.SHORT);
    int claimed = 0;
    while (claimed < TASKS) {
      claimed += session.claim(TaskStore.MAX_BATCH).size();
    }

    Reaped part = queue.reapUntil(reaped -> reaped.fenced() == 1);
    int reaped = part.reaped();
    while (part.more()) {
      assertThat(part.reaped()).isLessThanOrEqualTo(1_000);
      part = queue.reap();
      reaped += part.reaped();
    }

    assertThat(reaped).isEqualTo(TASKS);
    assertThat(queue.counts().running()).isZero();
    queue.assertBalanced();
  }

  @Override
  public TaskStore store(UnaryOperator<SluiceConfig> settings) {
    return setup.store(settings);
  }
}
