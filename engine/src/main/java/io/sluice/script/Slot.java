package io.sluice.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.task.QueueName;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that one script call may touch, as bytes, built once. One queue is one slot: the braces
 * in its keys make it one slot of a cluster too. The names of a namespace are a slot of their own.
 */
public final class Slot {
  private final String prefix;
  private final @Nullable QueueName queue;
  private final Map<Key, byte[]> bytes = new EnumMap<>(Key.class);

  private Slot(String prefix, @Nullable QueueName queue) {
    this.prefix = prefix;
    this.queue = queue;
    for (Key key : Key.values()) {
      if (key.isOfNamespace() == (queue == null)) {
        bytes.put(key, (prefix + key.suffix()).getBytes(UTF_8));
      }
    }
  }

  /** The slot of a queue. */
  public static Slot of(String namespace, QueueName queue) {
    return new Slot(namespace + ":{" + queue + "}:", queue);
  }

  /** The slot of the names of a namespace. */
  public static Slot ofNames(String namespace) {
    return new Slot(namespace + ":", null);
  }

  /** Null for that of the names. */
  @Nullable QueueName queue() {
    return queue;
  }

  /**
   * @throws IllegalStateException if this slot has no such key
   */
  public byte[] key(Key key) {
    byte[] name = bytes.get(key);
    if (name == null) {
      throw new IllegalStateException("the slot " + prefix + " has no key " + key);
    }
    return name;
  }

  /** The channel that has the name of a key. */
  public String channel(Key key) {
    return new String(key(key), UTF_8);
  }

  /**
   * The key as a call of a lane knows it: the receipts are those of this lane, and of the claims of
   * its client.
   *
   * @param call null for a script without receipts
   */
  public byte[] key(Key key, @Nullable Call call) {
    if (call == null) {
      return key(key);
    }
    return switch (key) {
      case RECEIPT -> receipt(call, call.lane());
      case CLAIMED -> receipt(call, Call.CLAIMS);
      default -> key(key);
    };
  }

  private byte[] receipt(Call call, String lane) {
    return (prefix + Key.RECEIPT.suffix() + ":" + call.client() + "/" + lane).getBytes(UTF_8);
  }

  /** What all its keys start with. */
  @Override
  public String toString() {
    return prefix;
  }
}
