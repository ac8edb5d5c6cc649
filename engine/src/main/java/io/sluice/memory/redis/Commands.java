package io.sluice.memory.redis;

import io.sluice.memory.redis.Command.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The commands that the scripts use, by their names. */
final class Commands {
  private final Map<String, Command> all = new HashMap<>();

  /**
   * @param time in ms, of the clock that TIME tells
   */
  Commands(Keyspace keyspace, Channels channels, LongSupplier time) {
    Random random = new Random();
    new KeyCommands(keyspace, time).addTo(all);
    new HashCommands(keyspace, random).addTo(all);
    new ListCommands(keyspace).addTo(all);
    new SortedSetCommands(keyspace, random).addTo(all);
    channels.addTo(all);
  }

  /**
   * Runs a command.
   *
   * @param words its name in capital letters, and its arguments
   * @throws RefusedException when Redis would answer with an error
   */
  @Nullable Object run(List<String> words) {
    Command command = all.get(words.get(0));
    if (command == null) {
      throw new RefusedException("ERR unknown command '" + words.get(0) + "'");
    }
    return command.run(new Words(words.subList(1, words.size())));
  }
}
