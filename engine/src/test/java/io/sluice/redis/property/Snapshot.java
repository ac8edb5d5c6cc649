package io.sluice.redis.property;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** All that a Redis holds, byte for byte. */
final class Snapshot {
  static Map<String, String> of(RedisCommands<byte[], byte[]> redis) {
    Map<String, String> all = new TreeMap<>();
    for (byte[] key : redis.keys("*")) {
      all.put(new String(key, UTF_8), HexFormat.of().formatHex(redis.dump(key)));
    }
    return all;
  }

  private Snapshot() {}
}
