package io.sluice.redis.durable;

import static io.sluice.redis.durable.MasterAndReplica.said;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import io.sluice.redis.RedisServer;
import io.sluice.script.Call;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.StoredTask;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A call that was made before, by another connection, is answered from its receipt: it writes
 * nothing. A connection that has written nothing is told at once by Redis 7.4 and Valkey 8.0 that
 * replicas have all.
 */
class ReplayTest {
  private static final QueueName QUEUE = QueueName.of("replayed");
  private static final Call CALL = new Call("client", "e0", 1);
  private static final String RECEIPT = "sluice:{replayed}:call:client/e0";

  private MasterAndReplica servers;
  private TaskStore store;

  @BeforeEach
  void start() {
    servers = MasterAndReplica.start();
    SluiceConfig config = SluiceConfig.of(servers.master.uri());
    store =
        new TaskStore(RedisServer.connect(config, event -> {}).block(SOON), config, event -> {});
  }

  @AfterEach
  void stop() {
    store.disconnect().block(SOON);
    servers.close();
  }

  @Test
  void itIsNotConfirmedWhileTheReplicaIsFrozen() {
    servers.replica.freeze();
    enqueue(Durability.MEMORY);

    assertThat(enqueue(Durability.REPLICA).confirmation())
        .isEqualTo(new Confirmation(Durability.REPLICA, false));
    assertThat(said(servers.master, "HLEN", "sluice:{replayed}:tasks")).isEqualTo("1");
  }

  @Test
  void itWritesBeforeItWaitsAndIsConfirmedByThat() {
    enqueue(Durability.MEMORY);
    said(servers.master, "EXPIRE", RECEIPT, "100");

    EnqueueReply reply = enqueue(Durability.REPLICA);

    assertThat(reply.confirmation()).isEqualTo(new Confirmation(Durability.REPLICA, true));
    assertThat(reply.verdict()).isEqualTo(EnqueueReply.ACCEPTED);
    assertThat(Long.parseLong(said(servers.replica, "TTL", RECEIPT))).isGreaterThan(3_000);
  }

  private EnqueueReply enqueue(Durability level) {
    StoredTask task =
        new StoredTask(TaskId.of("t"), "echo", store.now(), TaskOptions.NONE, new byte[0]);
    EnqueueItem item = new EnqueueItem(task, true, Duration.ZERO, null, null, null, null, level);
    return store.enqueue(QUEUE, CALL, List.of(item)).block(SOON).get(0);
  }
}
