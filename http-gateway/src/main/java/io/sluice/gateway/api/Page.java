package io.sluice.gateway.api;

import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param after the last item of the page before; null for the first page
 */
record Page(@Nullable String after, int limit) {
  static final int DEFAULT_LIMIT = 50;
  static final int MAX_LIMIT = 200;

  /** How many items of a page are looked at together. */
  static final int LOOKS_AT_ONCE = 16;

  static Page of(Exchange exchange) {
    Query query = exchange.query("cursor", "limit");
    return new Page(
        decoded(query.text("cursor")), query.number("limit", 1, MAX_LIMIT, DEFAULT_LIMIT));
  }

  /** Opaque to callers, so that what it holds may change. */
  static String cursor(String last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String decoded(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    try {
      String name = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      return QueueName.of(name).value();
    } catch (IllegalArgumentException | InvalidTaskException forged) {
      throw Problem.invalid("/cursor", "cursor is none of this list: " + Quoted.of(cursor))
          .asException();
    }
  }
}
