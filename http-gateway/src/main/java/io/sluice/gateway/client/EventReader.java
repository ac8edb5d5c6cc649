package io.sluice.gateway.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Puts server-sent events together, line by line, as the WHATWG says; remembers over connections
 * which event was the last one, and how long to wait before the next connection.
 */
final class EventReader {
  private static final Duration USUAL_RETRY = Duration.ofSeconds(3);
  private static final Duration MAX_RETRY = Duration.ofMinutes(1);

  private final StringBuilder data = new StringBuilder();
  private String name = "";
  private @Nullable String id;
  private @Nullable String lastId;
  private Duration retry = USUAL_RETRY;

  /** The id of the last event that was whole, or null. */
  @Nullable String lastId() {
    return lastId;
  }

  Duration retry() {
    return retry;
  }

  /** Forgets an event that was cut off. */
  void connectionEnded() {
    data.setLength(0);
    name = "";
    id = lastId;
  }

  /** The event that this line ends, or null. */
  @Nullable ServerEvent take(String line) {
    if (line.isEmpty()) {
      return ended();
    }
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    note(field, value.startsWith(" ") ? value.substring(1) : value);
    return null;
  }

  private void note(String field, String value) {
    switch (field) {
      case "data" -> data.append(data.length() == 0 ? "" : "\n").append(value);
      case "event" -> name = value;
      case "id" -> id = value;
      case "retry" -> {
        if (value.matches("[0-9]{1,9}")) {
          Duration wanted = Duration.ofMillis(Long.parseLong(value));
          retry = wanted.compareTo(MAX_RETRY) < 0 ? wanted : MAX_RETRY;
        }
      }
      default -> {
        // A comment, or a field of a later time.
      }
    }
  }

  private @Nullable ServerEvent ended() {
    lastId = id;
    if (data.length() == 0 && name.isEmpty()) {
      return null;
    }
    ServerEvent event = new ServerEvent(name, data.toString());
    data.setLength(0);
    name = "";
    return event;
  }
}
