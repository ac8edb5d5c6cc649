package io.sluice.gateway.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an embedded Redis runs. Immutable.
 *
 * @param dataDir where it keeps its data; null for a directory of its own that goes away with it
 * @param port 0 for a free one
 * @param appendOnly whether it writes what it holds to the data directory, once a second; without,
 *     a restart loses all
 * @param config further directives of {@code redis.conf}; they win over those set here
 */
public record RedisOptions(
    @Nullable Path dataDir, int port, boolean appendOnly, Map<String, String> config) {

  /** Keeps nothing, on a free port. */
  public static final RedisOptions IN_MEMORY = new RedisOptions(null, 0, false, Map.of());

  /** Keeps all it holds in this directory, on a free port. */
  public static RedisOptions durable(Path dataDir) {
    return new RedisOptions(dataDir, 0, true, Map.of());
  }

  public RedisOptions withDataDir(Path value) {
    return new RedisOptions(value, port, appendOnly, config);
  }

  public RedisOptions withPort(int value) {
    return new RedisOptions(dataDir, value, appendOnly, config);
  }

  public RedisOptions withAppendOnly(boolean value) {
    return new RedisOptions(dataDir, port, value, config);
  }

  public RedisOptions withConfig(String directive, String value) {
    Map<String, String> more = new LinkedHashMap<>(config);
    more.put(directive, value);
    return new RedisOptions(dataDir, port, appendOnly, more);
  }
}
