package io.sluice.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.memory.redis.RedisModel;
import io.sluice.memory.redis.RedisModel.BlockedMove;
import io.sluice.memory.redis.RedisModel.Taker;
import io.sluice.memory.redis.RefusedException;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Key;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.Slot;
import io.sluice.task.StoreCorruptedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the scripts of all connections, one at a time. Thread-safe; what it tells, it tells under
 * its lock.
 */
final class Machine {
  /** Tasks that one call makes ready, or lets expire, when the clock was moved. */
  private static final int CAUGHT_UP_AT_ONCE = 1_000;

  private final Clocks clocks;
  private final RedisModel redis;
  private final Leases leases;
  private final Map<String, Slot> queues = new ConcurrentHashMap<>();
  private final Map<String, Slot> namespaces = new ConcurrentHashMap<>();
  private final Set<Runnable> waits = ConcurrentHashMap.newKeySet();
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
      keys.add(text(key == Key.RECEIPT && call != null ? slot.receipt(call) : slot.key(key)));
    }
    try {
      Object reply =
          redis.run(script.source(), keys, args.values().stream().map(Machine::text).toList());
      return new Reply(
          reply instanceof List<?> parts ? bytes(parts) : bytes(List.of(orNil(reply))));
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

  /** Waits for a task to move to landing. */
  synchronized BlockedMove move(Slot slot, Taker taker) {
    return redis.move(text(slot.key(Key.READY)), text(slot.key(Key.LANDING)), taker);
  }

  /** Whether there is a task to be claimed. */
  synchronized boolean anyReady(Slot slot) {
    return Long.valueOf(1).equals(redis.call(List.of("EXISTS", text(slot.key(Key.READY)))));
  }

  /** Does something that no script, message or move comes between. */
  synchronized boolean alone(BlockedMove move) {
    return move.unblock();
  }

  /** Ends a wait when the clock is moved. */
  void waits(Runnable end) {
    waits.add(end);
  }

  void waitsNoMore(Runnable end) {
    waits.remove(end);
  }

  /** Makes ready what has become due, and ends what has expired; workers look again at once. */
  void catchUp() {
    for (Slot slot : queues.values()) {
      Args most = Args.of(CAUGHT_UP_AT_ONCE);
      while (run(Script.PROMOTE, slot, null, most).number(0) > 0) {
        // until nothing is due
      }
      while (run(Script.EXPIRE, slot, null, most).number(0) > 0) {
        // until nothing is to expire
      }
    }
    namespaces.values().forEach(this::lookAtSchedules);
    waits.forEach(Runnable::run);
  }

  private void lookAtSchedules(Slot names) {
    Reply all = run(Script.QUEUES, names, null, Args.of("", Integer.MAX_VALUE));
    for (int i = 0; i < all.size(); i++) {
      Reply unused = run(Script.ANNOUNCE, names, null, Args.of(all.text(i)));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static Object orNil(@Nullable Object reply) {
    return reply == null ? List.of() : reply;
  }

  private static List<@Nullable Object> bytes(List<?> parts) {
    List<@Nullable Object> all = new ArrayList<>(parts.size());
    for (Object part : parts) {
      if (part instanceof String text) {
        all.add(text.getBytes(ISO_8859_1));
      } else {
        all.add(part instanceof List<?> list ? bytes(list) : part);
      }
    }
    return all;
  }
}
