package io.sluice.redis.property;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a Redis holds, byte for byte. */
final class Snapshot {
  private static final String DUMP_ALL =
      """
      local all = {}
      for _, key in ipairs(redis.call('KEYS', '*')) do
        all[#all + 1] = key
        all[#all + 1] = redis.call('DUMP', key)
      end
      return all
      """;

  static Map<String, String> of(RedisCommands<byte[], byte[]> redis) {
    Map<String, String> all = new TreeMap<>();
    List<byte[]> dumps = redis.eval(DUMP_ALL, ScriptOutputType.MULTI);
    for (int i = 0; i < dumps.size(); i += 2) {
      all.put(new String(dumps.get(i), UTF_8), HexFormat.of().formatHex(dumps.get(i + 1)));
    }
    return all;
  }

  private Snapshot() {}
}
