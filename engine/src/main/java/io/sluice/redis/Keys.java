package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.store.Call;
import io.sluice.task.QueueName;
import java.util.EnumMap;
import java.util.Map;

/** The keys of one queue as bytes, built once. The braces make a queue one slot of a cluster. */
final class Keys {
  private final String prefix;
  private final Map<Key, byte[]> bytes = new EnumMap<>(Key.class);

  Keys(String namespace, QueueName queue) {
    prefix = namespace + ":{" + queue + "}:";
    for (Key key : Key.values()) {
      bytes.put(key, (prefix + key.suffix()).getBytes(UTF_8));
    }
    bytes.put(Key.INDEX, schedules(namespace));
  }

  /** Names of all queues of a namespace: ZSET, ordered by name. */
  static byte[] queues(String namespace) {
    return (namespace + ":queues").getBytes(UTF_8);
  }

  /** Names of all schedules of a namespace and where they are: ZSET, ordered by name. */
  static byte[] schedules(String namespace) {
    return (namespace + ":schedules").getBytes(UTF_8);
  }

  byte[] of(Key key) {
    byte[] name = bytes.get(key);
    if (name == null) {
      throw new IllegalStateException("no name for key " + key);
    }
    return name;
  }

  /** Where the receipt of a call's lane lies. */
  byte[] receipt(Call call) {
    String name = prefix + Key.RECEIPT.suffix() + ":" + call.client() + "/" + call.lane();
    return name.getBytes(UTF_8);
  }
}
