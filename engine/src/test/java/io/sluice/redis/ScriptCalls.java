package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.sluice.store.Call;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Calls single scripts of one queue, with arguments as they are, and looks at its keys. */
public final class ScriptCalls implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final QueueName QUEUE = QueueName.of("q");

  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final Scripts scripts;
  private final Keys keys = new Keys("n", QUEUE);

  public ScriptCalls(String uri) {
    client = RedisClient.create(uri);
    connection = client.connect(ByteArrayCodec.INSTANCE);
    scripts = new Scripts(connection);
  }

  public RedisCommands<byte[], byte[]> commands() {
    return connection.sync();
  }

  /** All scripts, by their words. */
  public static List<String> verbs() {
    return Arrays.stream(Script.values()).map(Script::verb).toList();
  }

  /** The keys a script declares, without those that are only channels. */
  public static List<String> keysOf(String verb) {
    return script(verb).keys().stream().filter(key -> key != Key.EVENTS).map(Key::suffix).toList();
  }

  /** Where a key of this queue lies; the receipt is that of the given lane. */
  public byte[] name(String key, Call lane) {
    Key named = Key.valueOf(key.toUpperCase(Locale.ROOT));
    return named == Key.CALL ? keys.receipt(lane) : keys.of(named);
  }

  /** Runs a script; each argument is bytes, or written as text. */
  public List<@Nullable Object> run(String verb, Call lane, Object... arguments) {
    Args args = new Args(arguments.length);
    for (Object argument : arguments) {
      args.add(argument instanceof byte[] bytes ? bytes : argument.toString().getBytes(UTF_8));
    }
    Reply reply = scripts.run(script(verb), keys, lane, args).block(SOON);
    if (reply == null) {
      throw new IllegalStateException(verb + " answered nothing");
    }
    return reply.parts();
  }

  @Override
  public void close() {
    client.shutdown();
  }

  private static Script script(String verb) {
    return Script.valueOf(verb.toUpperCase(Locale.ROOT));
  }
}
