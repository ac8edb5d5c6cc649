package io.sluice.memory;

import io.sluice.memory.Command.Status;
import io.sluice.memory.Command.Words;
import io.sluice.memory.Keyspace.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Commands on keys of any type, on plain strings, on channels, and on the server. */
final class KeyCommands {
  private static final long SECOND_MS = 1_000;

  private final Keyspace keyspace;
  private final Map<String, List<Consumer<String>>> listeners;
  private final LongSupplier time;
  private final String run = UUID.randomUUID().toString().replace("-", "");

  KeyCommands(Keyspace keyspace, Map<String, List<Consumer<String>>> listeners, LongSupplier time) {
    this.keyspace = keyspace;
    this.listeners = listeners;
    this.time = time;
  }

  void addTo(Map<String, Command> commands) {
    commands.put("DEL", words -> words.all().stream().filter(keyspace::remove).count());
    commands.put(
        "EXISTS", words -> words.all().stream().filter(key -> keyspace.find(key) != null).count());
    commands.put("EXPIRE", this::expire);
    commands.put("GET", words -> keyspace.get(words.key(), Text.class, () -> Text.NONE).text());
    commands.put("INFO", words -> "run_id:" + run + "\r\nmaster_replid:" + run + "\r\n");
    commands.put("PUBLISH", this::publish);
    commands.put("PUBSUB", this::countListeners);
    commands.put("SET", this::set);
    commands.put("TIME", words -> time());
    commands.put("TYPE", words -> new Status(Keyspace.typeOf(keyspace.find(words.key()))));
    commands.put("UNLINK", words -> words.all().stream().filter(keyspace::remove).count());
  }

  private Object expire(Words words) {
    if (keyspace.find(words.key()) == null) {
      return 0L;
    }
    keyspace.endIn(words.key(), words.integer(1) * SECOND_MS);
    return 1L;
  }

  private Object set(Words words) {
    keyspace.set(words.key(), new Text(words.at(1)));
    if (words.has("EX")) {
      keyspace.endIn(words.key(), words.option("EX", 1, 0) * SECOND_MS);
    }
    return new Status("OK");
  }

  private Object time() {
    long now = time.getAsLong();
    return List.of(Long.toString(now / SECOND_MS), Long.toString(now % SECOND_MS * SECOND_MS));
  }

  private Object publish(Words words) {
    List<Consumer<String>> all = List.copyOf(listeners.getOrDefault(words.at(0), List.of()));
    all.forEach(listener -> listener.accept(words.at(1)));
    return (long) all.size();
  }

  /** PUBSUB NUMSUB: of each channel its name and how many listen. */
  private Object countListeners(Words words) {
    List<Object> counts = new ArrayList<>();
    for (String channel : words.from(1)) {
      counts.add(channel);
      counts.add((long) listeners.getOrDefault(channel, List.of()).size());
    }
    return counts;
  }
}
