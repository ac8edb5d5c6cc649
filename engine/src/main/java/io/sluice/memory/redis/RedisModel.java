package io.sluice.memory.redis;

import io.sluice.memory.redis.BlockedMoves.Move;
import io.sluice.memory.redis.Command.Status;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A Redis with the commands that the scripts use, and with the replies and errors of a real one.
 * Sorted sets and small hashes are scanned in one go, as a real one scans what is packed. Byte
 * strings are in ISO-8859-1, a character a byte; a reply is a String, a Long, a {@link List} of
 * these, or null. Not thread-safe: a real one does one thing at a time too.
 */
public final class RedisModel {
  private final Keyspace keyspace;
  private final Channels channels = new Channels();
  private final BlockedMoves blockedMoves;
  private final Commands commands;
  private final LuaScripts scripts;

  /**
   * @param time in ms, of the clock that TIME tells
   * @param uptime in ms, of the clock that keys with an end go by
   */
  public RedisModel(LongSupplier time, LongSupplier uptime) {
    keyspace = new Keyspace(uptime);
    blockedMoves = new BlockedMoves(keyspace);
    commands = new Commands(keyspace, channels, time);
    scripts = new LuaScripts(commands);
  }

  /**
   * Runs a script, as EVAL does.
   *
   * @throws RefusedException when it, or a command in it, fails
   */
  public @Nullable Object run(String source, List<String> keys, List<String> args) {
    try {
      return scripts.run(source, keys, args);
    } finally {
      blockedMoves.serve();
    }
  }

  /**
   * Runs a command.
   *
   * @param words its name in capital letters, and its arguments
   * @throws RefusedException when it fails
   */
  public @Nullable Object call(List<String> words) {
    try {
      Object reply = commands.run(words);
      return reply instanceof Status status ? status.text() : reply;
    } finally {
      blockedMoves.serve();
    }
  }

  /** Hears what is published from here on, each message while it is published. */
  public void listen(String channel, Consumer<String> listener) {
    channels.join(channel, listener);
  }

  public void leave(String channel, Consumer<String> listener) {
    channels.leave(channel, listener);
  }

  /**
   * BLMOVE from the left of a list to the right of another, when there is something, after the
   * command or script that brought it.
   *
   * @param taker hears how it ended
   */
  public BlockedMove move(String from, String to, Taker taker) {
    Move move = new Move(from, to, taker);
    blockedMoves.add(move);
    return () -> blockedMoves.remove(move);
  }

  /** Hears how a move ended, unless it was unblocked. */
  public interface Taker {
    void moved(String element);

    void refused(RefusedException error);
  }

  /** A move that waits. */
  @FunctionalInterface
  public interface BlockedMove {
    /** Ends the wait, and returns whether it still lasted. */
    boolean unblock();
  }

  Keyspace keyspace() {
    return keyspace;
  }
}
