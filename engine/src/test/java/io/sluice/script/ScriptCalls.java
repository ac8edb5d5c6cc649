package io.sluice.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.sluice.redis.Scripts;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Calls single scripts of one queue, with arguments as they are, and looks at its keys. */
public final class ScriptCalls implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final QueueName QUEUE = QueueName.of("q");

  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final Scripts scripts;
  private final Map<String, UnaryOperator<String>> changes;
  private final SlotCache slots = new SlotCache("n");

  public ScriptCalls(String uri) {
    this(uri, Map.of());
  }

  /**
   * @param changes how the text of a script is changed before it runs, by the word of the script
   */
  public ScriptCalls(String uri, Map<String, UnaryOperator<String>> changes) {
    this.changes = changes;
    client = RedisClient.create(uri);
    connection = client.connect(ByteArrayCodec.INSTANCE);
    scripts = new Scripts(connection);
  }

  public RedisCommands<byte[], byte[]> commands() {
    return connection.sync();
  }

  /** All verbs. */
  public static List<String> verbs() {
    return Arrays.stream(Script.values()).map(Script::verb).distinct().toList();
  }

  /** The keys a script declares, without those that are only channels. */
  public static List<String> keysOf(String verb) {
    return script(verb).keys().stream()
        .filter(key -> key.type() != KeyType.CHANNEL)
        .map(Key::word)
        .toList();
  }

  /** The type of what belongs into a key. */
  public static KeyType typeOf(String key) {
    return Key.named(key).type();
  }

  /** Where a key of this queue lies; the receipt is that of the given lane. */
  public byte[] name(String key, Call lane) {
    Key named = Key.named(key);
    return name(named, lane);
  }

  private byte[] name(Key key, Call lane) {
    Slot slot = key.isOfNamespace() ? slots.names() : slots.of(QUEUE);
    return slot.key(key, lane);
  }

  /**
   * Runs a script, and before it the straight one when its verb has one; each argument is bytes, or
   * written as text.
   */
  public List<@Nullable Object> run(String verb, Call lane, Object... arguments) {
    Args args = new Args(arguments.length);
    for (Object argument : arguments) {
      args.add(argument instanceof byte[] bytes ? bytes : argument.toString().getBytes(UTF_8));
    }
    UnaryOperator<String> change = changes.get(verb);
    Script straight = change == null ? straight(verb) : null;
    if (straight != null) {
      List<@Nullable Object> reply = asItIs(straight, lane, args);
      if (!new Reply(reply).text(0).equals("whole")) {
        return reply;
      }
    }
    return change == null
        ? asItIs(script(verb), lane, args)
        : changed(change.apply(script(verb).source()), script(verb), lane, args);
  }

  @Override
  public void close() {
    client.shutdown();
  }

  private List<@Nullable Object> asItIs(Script script, Call lane, Args args) {
    Reply reply = scripts.run(script, slotOf(script), lane, args).block(SOON);
    if (reply == null) {
      throw new IllegalStateException(script.verb() + " answered nothing");
    }
    return reply.parts();
  }

  private List<@Nullable Object> changed(String source, Script script, Call lane, Args args) {
    CommandArgs<byte[], byte[]> line = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    line.add(source).add(script.keys().size());
    for (Key key : script.keys()) {
      line.addKey(name(key, lane));
    }
    args.values().forEach(line::add);
    return commands()
        .dispatch(CommandType.EVAL, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), line);
  }

  private Slot slotOf(Script script) {
    return script.keys().stream().anyMatch(Key::isOfNamespace) ? slots.names() : slots.of(QUEUE);
  }

  private static @Nullable Script straight(String verb) {
    return Arrays.stream(Script.values())
        .filter(script -> script.isStraight() && script.verb().equals(verb))
        .findFirst()
        .orElse(null);
  }

  private static Script script(String verb) {
    return Script.valueOf(verb.toUpperCase(Locale.ROOT));
  }
}
