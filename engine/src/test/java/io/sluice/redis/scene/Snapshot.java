package io.sluice.redis.scene;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a Redis holds, byte for byte, and how long each key still lives. */
record Snapshot(List<byte[]> keysDumpsAndLives) {
  private static final int FIELDS = 3;
  private static final byte[][] NO_KEYS = {};

  private static final String TAKE =
      """
      local all = {}
      for _, key in ipairs(redis.call('KEYS', '*')) do
        all[#all + 1] = key
        all[#all + 1] = redis.call('DUMP', key)
        all[#all + 1] = tostring(math.max(0, redis.call('PTTL', key)))
      end
      return all
      """;

  private static final String RESTORE =
      """
      redis.call('FLUSHALL')
      for i = 1, #ARGV, 3 do
        redis.call('RESTORE', ARGV[i], ARGV[i + 2], ARGV[i + 1])
      end
      """;

  static Snapshot of(RedisCommands<byte[], byte[]> redis) {
    return new Snapshot(redis.eval(TAKE, ScriptOutputType.MULTI));
  }

  /** Makes that all that the Redis holds. */
  void restore(RedisCommands<byte[], byte[]> redis) {
    redis.eval(RESTORE, ScriptOutputType.STATUS, NO_KEYS, keysDumpsAndLives.toArray(NO_KEYS));
  }

  /** What each key holds, in hexadecimal digits. */
  Map<String, String> dumps() {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < keysDumpsAndLives.size(); i += FIELDS) {
      all.put(
          new String(keysDumpsAndLives.get(i), UTF_8),
          HexFormat.of().formatHex(keysDumpsAndLives.get(i + 1)));
    }
    return all;
  }
}
