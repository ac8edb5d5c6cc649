package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.sluice.config.SluiceConfig;
import io.sluice.script.Key;
import io.sluice.script.Slot;
import io.sluice.store.Tampering;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.util.stream.Stream;

/** Reaches below the store, on a connection of its own. */
public final class RedisTampering implements Tampering {
  private final RedisClient client;
  private final RedisCommands<byte[], byte[]> commands;

  public RedisTampering(String uri) {
    client = RedisClient.create(uri);
    commands = client.connect(ByteArrayCodec.INSTANCE).sync();
  }

  /** For what has no word of its own. */
  public RedisCommands<byte[], byte[]> commands() {
    return commands;
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

  /** Removes what was put there, so that ready tasks can be kept again. */
  public void dropReady(QueueName queue) {
    commands.del(key(queue, Key.READY));
  }

  /** Asks something of the worker of a session, as if the hint that tells of it were lost. */
  public void askUnheard(String queue, String session, String word) {
    commands.hset(key(QueueName.of(queue), Key.WORKERS), bytes(session + "?"), bytes(word));
  }

  /** Whether a worker of this queue hears of cancels. */
  public boolean listens(String queue) {
    return subscribed(queue, Key.CANCELS);
  }

  /** Whether anybody hears what happens on this queue. */
  public boolean hears(String queue) {
    return subscribed(queue, Key.EVENTS);
  }

  /** Whether somebody waits for the end of this task. */
  public boolean awaits(String queue, String id) {
    return commands.zscore(key(QueueName.of(queue), Key.AWAITED), bytes(id)) != null;
  }

  /** Whether a worker of this queue waits for a word, and not on a connection of its own. */
  public boolean waitsForAWord(String queue) {
    return subscribed(queue, Key.READY);
  }

  /** Whether an engine hears when a task of this queue is due. */
  public boolean hearsWhatIsDue(String queue) {
    return subscribed(queue, Key.RETRYING);
  }

  /** Ids that a wait brought and nobody has claimed yet. */
  public long landed(String queue) {
    return commands.llen(key(QueueName.of(queue), Key.LANDING));
  }

  /** Sessions that stand. */
  public long standing(String queue) {
    return commands.zcard(key(QueueName.of(queue), Key.STANDING));
  }

  /** Connections that block now. */
  public long blocked() {
    return clients().filter(client -> flags(client).contains("b")).count();
  }

  /** Connections that subscribe. */
  public long subscribing() {
    return clients().filter(client -> flags(client).contains("P")).count();
  }

  /** All connections. */
  public long connections() {
    return clients().count();
  }

  private Stream<String> clients() {
    return commands.clientList().lines();
  }

  private static String flags(String client) {
    return client.replaceFirst(".* flags=(\\w+) .*", "$1");
  }

  private boolean subscribed(String queue, Key channel) {
    return commands.pubsubNumsub(key(QueueName.of(queue), channel)).values().stream()
        .anyMatch(count -> count > 0);
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
