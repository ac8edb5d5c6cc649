package io.sluice.memory.redis;

import io.sluice.memory.redis.Command.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who listens to which channel. Not thread-safe; listeners are called while a command runs. */
final class Channels {
  private final Map<String, List<Consumer<String>>> listeners = new HashMap<>();

  void addTo(Map<String, Command> commands) {
    commands.put("PUBLISH", this::publish);
    commands.put("PUBSUB", this::count);
  }

  void join(String channel, Consumer<String> listener) {
    listeners.computeIfAbsent(channel, name -> new ArrayList<>(1)).add(listener);
  }

  void leave(String channel, Consumer<String> listener) {
    List<Consumer<String>> joined = listeners.get(channel);
    if (joined != null && joined.remove(listener) && joined.isEmpty()) {
      listeners.remove(channel);
    }
  }

  private Object publish(Words words) {
    List<Consumer<String>> told = List.copyOf(listeners.getOrDefault(words.at(0), List.of()));
    told.forEach(listener -> listener.accept(words.at(1)));
    return (long) told.size();
  }

  /** PUBSUB NUMSUB: of each channel its name and how many listen. */
  private Object count(Words words) {
    if (!words.at(0).equals("NUMSUB")) {
      throw new RefusedException("ERR unknown subcommand '" + words.at(0) + "'");
    }
    List<@Nullable Object> counts = new ArrayList<>();
    for (String channel : words.from(1)) {
      counts.add(channel);
      counts.add((long) listeners.getOrDefault(channel, List.of()).size());
    }
    return counts;
  }
}
