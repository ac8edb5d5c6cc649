package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.sluice.config.SluiceConfig;
import io.sluice.redis.link.Address;
import io.sluice.script.Key;
import io.sluice.script.Slot;
import io.sluice.store.Tampering;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;

/** Reaches below the store on a Cluster, by Lettuce's own client for it. */
final class ClusterTampering implements Tampering {
  private final RedisClusterClient client;
  private final RedisAdvancedClusterCommands<byte[], byte[]> commands;

  ClusterTampering(String uri) {
    client = RedisClusterClient.create(Address.ofCluster(uri));
    commands = client.connect(ByteArrayCodec.INSTANCE).sync();
  }

  @Override
  public void pause(QueueName queue) {
    commands.hset(key(queue, Key.SETTINGS), bytes("paused"), bytes("1"));
  }

  @Override
  public void resume(QueueName queue) {
    commands.hdel(key(queue, Key.SETTINGS), bytes("paused"));
  }

  @Override
  public void makeUnreadable(QueueName queue, TaskId id) {
    commands.hset(key(queue, Key.TASKS), bytes(id.value()), new byte[] {1});
  }

  @Override
  public void breakReady(QueueName queue) {
    commands.set(key(queue, Key.READY), bytes("not a list"));
  }

  @Override
  public void close() {
    client.shutdown();
  }

  private static byte[] key(QueueName queue, Key key) {
    return Slot.of(SluiceConfig.DEFAULT_NAMESPACE, queue).key(key);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
