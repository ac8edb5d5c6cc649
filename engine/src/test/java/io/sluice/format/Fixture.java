package io.sluice.format;

import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import io.sluice.redis.RedisServer;
import io.sluice.script.ScriptServer;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a format of the data looks like in Redis: the file {@code format-N.redis}, and a Redis in
 * which the code that is tested has written the same.
 */
final class Fixture implements AutoCloseable {
  private static final Path FOLDER = Path.of("src", "test", "resources", "io", "sluice", "format");

  private final TestRedis redis = TestRedis.start();
  private final RedisClient client = RedisClient.create(redis.uri());
  private final RedisCommands<byte[], byte[]> commands =
      client.connect(ByteArrayCodec.INSTANCE).sync();

  static Path file(int format) {
    return FOLDER.resolve("format-" + format + ".redis");
  }

  static List<String> lines(int format) throws IOException {
    return Files.readAllLines(file(format), US_ASCII).stream()
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /** What the code that is tested writes. */
  List<String> written() {
    SluiceConfig config = SluiceConfig.of(redis.uri());
    ScriptServer server =
        RedisServer.connect(config, event -> {})
            .flatMap(connected -> FormatGuard.over(connected, config.namespace(), event -> {}))
            .block(SOON);
    Eventually.eventually(() -> commands.exists("sluice:format".getBytes(US_ASCII)) == 1);
    var listening = client.connectPubSub();
    listening.sync().subscribe("sluice:{gifts}:gifts:" + FixtureScene.STANDS);
    TaskStore store = new TaskStore(server, config, event -> {});
    new FixtureScene(store).play();
    listening.close();
    store.disconnect().block(SOON);
    return new Dump(commands).lines();
  }

  /** A Redis that holds what the file says. */
  TestRedis loaded(int format) throws IOException {
    new Dump(commands).load(lines(format));
    return redis;
  }

  RedisCommands<byte[], byte[]> commands() {
    return commands;
  }

  @Override
  public void close() {
    client.shutdown();
    redis.close();
  }
}
