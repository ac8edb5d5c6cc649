package io.sluice.redis.scene;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.api.sync.RedisCommands;
import io.sluice.script.ScriptCalls;
import java.util.Map;

/** What may lie where something else belongs. */
enum WrongType {
  STRING {
    @Override
    void write(RedisCommands<byte[], byte[]> redis, byte[] key) {
      redis.set(key, VALUE);
    }
  },
  LIST {
    @Override
    void write(RedisCommands<byte[], byte[]> redis, byte[] key) {
      redis.rpush(key, VALUE);
    }
  },
  HASH {
    @Override
    void write(RedisCommands<byte[], byte[]> redis, byte[] key) {
      redis.hset(key, VALUE, VALUE);
    }
  },
  ZSET {
    @Override
    void write(RedisCommands<byte[], byte[]> redis, byte[] key) {
      redis.zadd(key, 1, VALUE);
    }
  },
  SET {
    @Override
    void write(RedisCommands<byte[], byte[]> redis, byte[] key) {
      redis.sadd(key, VALUE);
    }
  },
  STREAM {
    @Override
    void write(RedisCommands<byte[], byte[]> redis, byte[] key) {
      redis.xadd(key, Map.of(VALUE, VALUE));
    }
  };

  private static final byte[] VALUE = "v".getBytes(UTF_8);

  abstract void write(RedisCommands<byte[], byte[]> redis, byte[] key);

  /** Puts it in place of whatever the key holds. */
  void plant(RedisCommands<byte[], byte[]> redis, byte[] key) {
    redis.del(key);
    write(redis, key);
  }

  /** Whether this is what belongs there. */
  boolean belongsTo(String key) {
    return name().equals(ScriptCalls.typeOf(key).name());
  }
}
