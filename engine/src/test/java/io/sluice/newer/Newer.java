package io.sluice.newer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.api.sync.RedisCommands;
import io.sluice.testing.TestEngine;
import java.util.Map;

/** A newer engine, as far as its writing can be told from that of this one. */
final class Newer {
  /** The next version of the envelope that this engine does not know. */
  static final byte VERSION = 4;

  private static final int WITH_SPOT = 2;

  private final TestEngine engine;
  private final String queue;

  Newer(TestEngine engine, String queue) {
    this.engine = engine;
    this.queue = queue;
  }

  /** Makes the envelope of a task one of the newer version. */
  void wrote(String id) {
    version(id, VERSION);
  }

  /** Makes it one again that this engine wrote, as a newer worker would read it. */
  void reads(String id) {
    version(id, (byte) 1);
  }

  void version(String id, byte version) {
    byte[] envelope = hash("tasks", id);
    int at = envelope[0] == WITH_SPOT ? 2 + envelope[1] : 0;
    envelope[at] = version;
    put("tasks", id, envelope);
  }

  byte[] hash(String key, String field) {
    return commands().hget(key(key), field.getBytes(UTF_8));
  }

  String text(String key, String field) {
    byte[] value = hash(key, field);
    return value == null ? null : new String(value, UTF_8);
  }

  void put(String key, String field, String value) {
    put(key, field, value.getBytes(UTF_8));
  }

  void put(String key, String field, byte[] value) {
    commands().hset(key(key), Map.of(field.getBytes(UTF_8), value));
  }

  private byte[] key(String suffix) {
    return ("sluice:{" + queue + "}:" + suffix).getBytes(UTF_8);
  }

  private RedisCommands<byte[], byte[]> commands() {
    return engine.tampering().commands();
  }
}
