package io.sluice.load.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer of {@code INFO}, by field. */
final class RedisInfo {
  private static final double MICROS_PER_SECOND = 1e6;

  /** What a client calls and no script does: the commands of scripts are counted too. */
  private static final List<String> CALLED =
      List.of("evalsha", "eval", "evalsha_ro", "eval_ro", "fcall", "blmove");

  private static final Pattern CALLS = Pattern.compile("calls=(\\d+),.*");

  private final Map<String, String> fields;

  private RedisInfo(Map<String, String> fields) {
    this.fields = fields;
  }

  static RedisInfo parse(String text) {
    Map<String, String> fields = new HashMap<>();
    text.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
              }
            });
    return new RedisInfo(fields);
  }

  /** The fields of both. */
  RedisInfo and(RedisInfo other) {
    Map<String, String> both = new HashMap<>(fields);
    both.putAll(other.fields);
    return new RedisInfo(both);
  }

  /**
   * CPU of the thread that runs commands. Older servers tell only that of the whole process, which
   * differs by what the background threads do: little without persistence.
   */
  long cpuMicros() {
    boolean byThread = fields.containsKey("used_cpu_user_main_thread");
    String suffix = byThread ? "_main_thread" : "";
    double seconds = number("used_cpu_user" + suffix) + number("used_cpu_sys" + suffix);
    return Math.round(seconds * MICROS_PER_SECOND);
  }

  long memoryBytes() {
    return (long) number("used_memory");
  }

  /** How many calls of scripts and waits of clients were answered. */
  long calls() {
    return CALLED.stream().mapToLong(this::calls).sum();
  }

  private long calls(String command) {
    Matcher calls = CALLS.matcher(fields.getOrDefault("cmdstat_" + command, ""));
    return calls.matches() ? Long.parseLong(calls.group(1)) : 0;
  }

  String version() {
    return field("redis_version");
  }

  private double number(String name) {
    return Double.parseDouble(field(name));
  }

  private String field(String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException(
          "INFO of this Redis has no field " + name + ": allow the command to this user");
    }
    return value;
  }
}
