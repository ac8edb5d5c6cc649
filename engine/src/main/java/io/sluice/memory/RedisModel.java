package io.sluice.memory;

import io.sluice.memory.Keyspace.Elements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A small Redis in this process: the commands that the scripts use, with the replies and errors of
 * a real one. A reply is a String, a Long, a {@link List} of these, or null. Not thread-safe: a
 * real one does one thing at a time too.
 */
final class RedisModel {
  private final Keyspace keyspace;
  private final Map<String, Command> commands = new HashMap<>();
  private final Map<String, List<Consumer<String>>> listeners = new HashMap<>();
  private final List<Move> waiting = new ArrayList<>();
  private final LuaScripts scripts = new LuaScripts(this);

  /**
   * A BLMOVE from the left of a list to the right of another; it is done when there is something,
   * after the command or script that brought it.
   *
   * @param moved hears what was moved
   * @param refused hears why it cannot be
   */
  record Move(String from, String to, Consumer<String> moved, Consumer<RefusedException> refused) {}

  /**
   * @param time in ms, of the clock that TIME tells
   * @param uptime in ms, of the clock that keys with an end go by
   */
  RedisModel(LongSupplier time, LongSupplier uptime) {
    keyspace = new Keyspace(uptime);
    new KeyCommands(keyspace, listeners, time).addTo(commands);
    new HashCommands(keyspace).addTo(commands);
    new ListCommands(keyspace).addTo(commands);
    new SortedSetCommands(keyspace).addTo(commands);
  }

  Keyspace keyspace() {
    return keyspace;
  }

  /** Runs a script, as EVAL does; errors when it, or a command in it, fails. */
  @Nullable Object run(String source, List<String> keys, List<String> args) {
    try {
      return scripts.run(source, keys, args);
    } finally {
      serve();
    }
  }

  /** Runs a command: its name in capital letters, and its arguments. */
  @Nullable Object call(String... words) {
    try {
      Object reply = command(List.of(words));
      return reply instanceof Command.Status status ? status.text() : reply;
    } finally {
      serve();
    }
  }

  /** A command of a script. */
  @Nullable Object command(List<String> words) {
    Command command = commands.get(words.get(0));
    if (command == null) {
      throw new RefusedException("ERR unknown command '" + words.get(0) + "'");
    }
    return command.run(new Command.Words(words.subList(1, words.size())));
  }

  /** Hears what is published from here on, each message while it is published. */
  void listen(String channel, Consumer<String> listener) {
    listeners.computeIfAbsent(channel, name -> new ArrayList<>(1)).add(listener);
  }

  void leave(String channel, Consumer<String> listener) {
    listeners.getOrDefault(channel, new ArrayList<>()).remove(listener);
  }

  /** Begins to wait; whoever waits longest is served first. */
  void begin(Move move) {
    waiting.add(move);
    serve();
  }

  /** Ends a wait, and returns whether it still lasted. */
  boolean end(Move move) {
    return waiting.remove(move);
  }

  private void serve() {
    for (Move move : List.copyOf(waiting)) {
      if (keyspace.find(move.from) instanceof Elements from && waiting.remove(move)) {
        serve(move, from);
      }
    }
  }

  private void serve(Move move, Elements from) {
    try {
      Elements to = keyspace.make(move.to, Elements.class, Elements::new);
      to.addLast(from.removeFirst());
      keyspace.removeIfEmpty(move.from);
      move.moved.accept(to.getLast());
    } catch (RefusedException refused) {
      move.refused.accept(refused);
    }
  }
}
