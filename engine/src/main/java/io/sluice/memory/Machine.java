package io.sluice.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.memory.RedisModel.Move;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Key;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.Slot;
import io.sluice.task.StoreCorruptedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the scripts of all connections, one at a time. Thread-safe; listeners are called under its
 * lock.
 */
final class Machine {
  /** Tasks that one call makes ready, or lets expire, when the clock was moved. */
  private static final Args MANY = Args.of(1_000);

  private final Clocks clocks;
  private final RedisModel redis;
  private final Leases leases;
  private final Map<String, Slot> queues = new ConcurrentHashMap<>();
  private final Map<String, Slot> namespaces = new ConcurrentHashMap<>();

  /** Ends of waits that are under way. */
  final Set<Runnable> waits = ConcurrentHashMap.newKeySet();

  private long now;

  Machine(Clocks clocks) {
    this.clocks = clocks;
    this.redis = new RedisModel(() -> now, clocks.uptime());
    this.leases = new Leases(redis, clocks);
  }

  Instant now() {
    return Instant.ofEpochMilli(clocks.time().getAsLong());
  }

  /** Runs a script; errors with {@link StoreCorruptedException}. */
  synchronized Reply run(Script script, Slot slot, @Nullable Call call, Args args) {
    if (script.keys().contains(Key.TASKS)) {
      queues.putIfAbsent(slot.channel(Key.TASKS), slot);
      leases.keepUp(slot);
    } else if (script.keys().contains(Key.QUEUES)) {
      namespaces.putIfAbsent(slot.channel(Key.QUEUES), slot);
    }
    now = clocks.time().getAsLong();
    List<String> keys = new ArrayList<>(script.keys().size());
    for (Key key : script.keys()) {
      keys.add(text(slot.key(key, call)));
    }
    List<String> texts = args.values().stream().map(Machine::text).toList();
    try {
      Object reply = redis.run(script.source(), keys, texts);
      return new Reply(
          bytes(reply instanceof List<?> parts ? parts : Collections.singletonList(reply)));
    } catch (RefusedException refused) {
      throw new StoreCorruptedException(script.verb() + " refused: " + refused.text(), refused);
    }
  }

  /** Hears each message of a channel from here on. */
  synchronized void listen(String channel, Consumer<String> listener) {
    redis.listen(text(channel.getBytes(UTF_8)), listener);
  }

  synchronized void leave(String channel, Consumer<String> listener) {
    redis.leave(text(channel.getBytes(UTF_8)), listener);
  }

  /** Begins to wait for a task to move from ready to landing. */
  synchronized Move move(Slot slot, Consumer<String> moved, Consumer<RefusedException> refused) {
    Move move = new Move(text(slot.key(Key.READY)), text(slot.key(Key.LANDING)), moved, refused);
    redis.begin(move);
    return move;
  }

  /** Ends a wait, and returns whether it still lasted. */
  synchronized boolean end(Move move) {
    return redis.end(move);
  }

  synchronized boolean anyReady(Slot slot) {
    return Long.valueOf(1).equals(redis.call("EXISTS", text(slot.key(Key.READY))));
  }

  /** Makes ready what has become due, and ends what has expired; workers look again at once. */
  void catchUp() {
    for (Slot slot : queues.values()) {
      while (run(Script.PROMOTE, slot, null, MANY).number(0) > 0
          || run(Script.EXPIRE, slot, null, MANY).number(0) > 0) {
        // until nothing is left that is due
      }
    }
    for (Slot names : namespaces.values()) {
      Reply all = run(Script.QUEUES, names, null, Args.of("", Integer.MAX_VALUE));
      for (int i = 0; i < all.size(); i++) {
        Reply unused = run(Script.ANNOUNCE, names, null, Args.of(all.text(i)));
      }
    }
    waits.forEach(Runnable::run);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static List<@Nullable Object> bytes(List<?> parts) {
    List<@Nullable Object> all = new ArrayList<>(parts.size());
    for (Object part : parts) {
      if (part instanceof List<?> list) {
        all.add(bytes(list));
      } else {
        all.add(part instanceof String text ? text.getBytes(ISO_8859_1) : part);
      }
    }
    return all;
  }
}
