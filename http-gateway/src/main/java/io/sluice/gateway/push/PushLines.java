package io.sluice.gateway.push;

import io.sluice.gateway.access.QueuePatterns;
import io.sluice.gateway.problem.Quoted;
import io.sluice.gateway.problem.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lines of a push file: keys first, then what may be called with them. */
final class PushLines {
  private static final List<String> FIELDS =
      List.of("key", "secret", "allow", "keys", "queues", "networks", "ca", "tasks");

  /** A signature each, in one header. */
  private static final int MAX_KEYS = 4;

  private final Map<String, PushKey> keys = new HashMap<>();
  private final List<Allowed> allowed = new ArrayList<>();

  /**
   * @throws IllegalArgumentException when it is no line
   */
  void add(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    Map<String, String> fields = fields(line);
    if (fields.containsKey("key") == fields.containsKey("allow")) {
      throw new IllegalArgumentException("a line has either key= or allow=");
    }
    if (fields.containsKey("key")) {
      addKey(fields);
    } else {
      addAllowed(fields);
    }
  }

  PushRules rules() {
    return new PushRules(List.copyOf(allowed));
  }

  private void addKey(Map<String, String> fields) {
    refuse(fields, "key", "keys", "queues", "networks", "ca", "tasks");
    PushKey key = PushKey.of(required("key", fields), required("secret", fields));
    if (keys.put(key.id(), key) != null) {
      throw new IllegalArgumentException("key " + key.id() + " is listed twice");
    }
  }

  private void addAllowed(Map<String, String> fields) {
    refuse(fields, "allow", "secret");
    String queues = fields.get("queues");
    String networks = fields.get("networks");
    String ca = fields.get("ca");
    allowed.add(
        Allowed.of(
            required("allow", fields),
            keysOf(required("keys", fields)),
            queues == null ? QueuePatterns.ALL : QueuePatterns.parse(queues),
            new Peers(
                networks == null
                    ? List.of()
                    : Stream.of(networks.split(",", -1)).map(Network::parse).toList(),
                ca == null ? null : Authorities.in(ca)),
            tasks(fields.get("tasks"))));
  }

  private static boolean tasks(@Nullable String value) {
    if (value != null && !value.equals("yes") && !value.equals("no")) {
      throw new IllegalArgumentException("tasks must be yes or no, is " + Quoted.of(value));
    }
    return "yes".equals(value);
  }

  private List<PushKey> keysOf(String ids) {
    List<PushKey> found = new ArrayList<>();
    for (String id : ids.split(",", -1)) {
      PushKey key = keys.get(id);
      if (key == null) {
        throw new IllegalArgumentException(
            "keys names "
                + Quoted.of(id)
                + ", which no line before has: key=NAME secret=BASE64"
                + Suggestion.tail(id, keys.keySet()));
      }
      found.add(key);
    }
    if (found.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "keys must be at most " + MAX_KEYS + ", are " + found.size());
    }
    return List.copyOf(found);
  }

  private static void refuse(Map<String, String> fields, String of, String... names) {
    for (String name : names) {
      if (fields.containsKey(name)) {
        throw new IllegalArgumentException("a line with " + of + "= has no " + name + "=");
      }
    }
  }

  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new HashMap<>();
    for (String field : line.strip().split("\\s+", -1)) {
      String[] parts = field.split("=", 2);
      if (parts.length < 2 || !FIELDS.contains(parts[0])) {
        throw new IllegalArgumentException(
            "unknown field "
                + (parts.length < 2 ? "without a value" : Quoted.of(parts[0]))
                + Suggestion.tail(parts[0], FIELDS));
      }
      if (fields.put(parts[0], parts[1]) != null) {
        throw new IllegalArgumentException(parts[0] + " is given twice");
      }
    }
    return fields;
  }

  private static String required(String name, Map<String, String> fields) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + "= is required");
    }
    return value;
  }
}
