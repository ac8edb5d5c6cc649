package io.sluice.gateway.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The text of a {@code redis.conf}. */
final class RedisConfigFile {
  static String text(RedisOptions options, int port, Path dir, Path pidFile) {
    Map<String, String> directives = new LinkedHashMap<>();
    directives.put("bind", "127.0.0.1");
    directives.put("port", String.valueOf(port));
    directives.put("dir", dir.toString());
    directives.put("pidfile", pidFile.toString());
    directives.put("daemonize", "no");
    directives.put("loglevel", "warning");
    directives.put("save", "");
    directives.put("appendonly", options.appendOnly() ? "yes" : "no");
    directives.put("appendfsync", "everysec");
    // A task is never evicted: when memory is full, enqueues are refused.
    directives.put("maxmemory-policy", "noeviction");
    directives.putAll(options.config());
    StringBuilder text = new StringBuilder();
    directives.forEach((name, value) -> text.append(name).append(' ').append(quoted(value)));
    return text.toString();
  }

  /** {@code bind} and {@code save} take lists, so only what needs quotes gets them. */
  private static String quoted(String value) {
    boolean plain = value.matches("[A-Za-z0-9._/ -]+") && !value.contains("/");
    return (plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"') + '\n';
  }

  private RedisConfigFile() {}
}
