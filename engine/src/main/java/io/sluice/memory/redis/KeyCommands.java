package io.sluice.memory.redis;

import io.sluice.memory.redis.Command.Status;
import io.sluice.memory.redis.Command.Words;
import io.sluice.memory.redis.Value.Text;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Commands on keys of any type, on plain strings, and on the server. */
final class KeyCommands {
  private static final int MICROS = 1000;

  private final Keyspace keyspace;
  private final LongSupplier time;
  private final String run = UUID.randomUUID().toString().replace("-", "");

  /**
   * @param time in ms, of the clock that TIME tells
   */
  KeyCommands(Keyspace keyspace, LongSupplier time) {
    this.keyspace = keyspace;
    this.time = time;
  }

  void addTo(Map<String, Command> commands) {
    commands.put("DEL", words -> words.all().stream().filter(keyspace::remove).count());
    commands.put("EXISTS", words -> words.all().stream().filter(this::exists).count());
    commands.put("GET", this::get);
    commands.put("INFO", words -> "# Server\r\nrun_id:" + run + "\r\n");
    commands.put("SET", this::set);
    commands.put("TIME", words -> time());
    commands.put("TYPE", this::type);
    commands.put("UNLINK", words -> words.all().stream().filter(keyspace::remove).count());
  }

  private boolean exists(String key) {
    return keyspace.find(key) != null;
  }

  private @Nullable Object get(Words words) {
    Text value = keyspace.find(words.key(), Text.class);
    return value == null ? null : value.text();
  }

  private Object set(Words words) {
    keyspace.set(words.key(), new Text(words.at(1)));
    int seconds = words.option("EX", 2, 1, 0);
    if (seconds > 0) {
      keyspace.endIn(words.key(), TimeUnit.SECONDS.toMillis(seconds));
    }
    return Status.OK;
  }

  private Object time() {
    long now = time.getAsLong();
    long second = TimeUnit.SECONDS.toMillis(1);
    return List.of(Long.toString(now / second), Long.toString(now % second * MICROS));
  }

  private Object type(Words words) {
    Value value = keyspace.find(words.key());
    return new Status(value == null ? "none" : value.type());
  }
}
