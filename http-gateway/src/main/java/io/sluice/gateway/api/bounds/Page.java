package io.sluice.gateway.api.bounds;

import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.json.JsonObject;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param list names the list
 * @param after where the page before ended; null for the first page
 */
public record Page(String list, @Nullable String after, int limit) {
  public static final String CURSOR = "cursor";
  public static final String LIMIT = "limit";
  static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 200;

  /** How many items of a page are looked at together. */
  public static final int LOOKS_AT_ONCE = 16;

  public static Page of(String list, Query query) {
    return after(list, query.text(CURSOR), limit(query));
  }

  /**
   * The page behind a cursor.
   *
   * @param cursor as the caller has it; null for the first page
   */
  public static Page after(String list, @Nullable String cursor, int limit) {
    return new Page(list, cursor == null ? null : Cursor.position(list, cursor), limit);
  }

  /** The cursor of the next page, where this one ended there; null when it was the last. */
  public @Nullable String cursor(@Nullable String end) {
    return end == null ? null : Cursor.of(list, end);
  }

  /** How many items are asked for. */
  public static int limit(Query query) {
    return query.number(LIMIT, 1, MAX_LIMIT, DEFAULT_LIMIT);
  }

  /**
   * The answer with these items.
   *
   * @param path of the list, with a question mark and what else is asked for
   * @param end where this page ended; null when it is the last
   */
  public <T> Answer answer(
      String path, List<T> items, BiConsumer<JsonObject, T> membersOf, @Nullable String end) {
    return answer(path, items, membersOf, end, more -> {});
  }

  /** The same, with more members behind the items. */
  public <T> Answer answer(
      String path,
      List<T> items,
      BiConsumer<JsonObject, T> membersOf,
      @Nullable String end,
      Consumer<JsonObject> more) {
    @Nullable String next = cursor(end);
    Answer answer =
        Answer.json(
            200,
            JsonObject.write(
                json -> {
                  json.putAll("items", items, membersOf).put("nextCursor", next);
                  more.accept(json);
                }));
    return next == null
        ? answer
        : answer.with(
            "Link", "<" + path + "limit=" + limit + "&cursor=" + next + ">; rel=\"next\"");
  }
}
