package io.sluice.redis;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import io.sluice.store.DamageContract;
import io.sluice.store.Tampering;
import io.sluice.store.TaskStoreContract;
import io.sluice.testing.TestCluster;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The store on a Cluster of three masters and three replicas. */
class ClusterTaskStoreTest extends TaskStoreContract implements DamageContract {
  private static TestCluster cluster;
  private static RedisStores stores;
  private static ClusterTampering tampering;

  @BeforeAll
  static void start() {
    cluster = TestCluster.withReplicas(3);
    tampering = new ClusterTampering(cluster.uri());
    stores = new RedisStores(cluster.uri());
  }

  @AfterAll
  static void stop() {
    stores.close();
    tampering.close();
    cluster.close();
  }

  @Override
  public TaskStore store(UnaryOperator<SluiceConfig> settings) {
    return stores.store(settings);
  }

  @Override
  public Tampering tampering() {
    return tampering;
  }
}
