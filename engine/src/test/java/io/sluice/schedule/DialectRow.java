package io.sluice.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.task.InvalidTaskException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a program was seen to do with an expression.
 *
 * @param table which comparison it comes from
 * @param after exclusive; empty where only the syntax was asked
 * @param until inclusive; empty for as many fires as are told
 * @param expected {@code accepted}, {@code refused}, {@code never}, {@code -} for no fire, or
 *     instants, with {@code ...} behind when there are more
 * @param ours what Sluice does on purpose in place of it; empty for the same
 * @param why the reason of that, as docs/schedules.md lists it
 */
record DialectRow(
    String table,
    Dialect dialect,
    String expression,
    String zone,
    String after,
    String until,
    String expected,
    String ours,
    String why) {
  private static final String FILE = "dialects.tsv";
  private static final int COLUMNS = 9;
  private static final String MORE = " ...";
  private static final int MOST_FIRES = 200;

  static List<DialectRow> all() {
    try (InputStream file =
        Objects.requireNonNull(DialectRow.class.getResourceAsStream(FILE), FILE)) {
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(DialectRow::of)
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static DialectRow of(String line) {
    String[] parts = new String[COLUMNS];
    String[] told = line.split("\t", -1);
    for (int i = 0; i < COLUMNS; i++) {
      parts[i] = i < told.length ? told[i] : "";
    }
    return new DialectRow(
        parts[0],
        Dialect.valueOf(parts[1].toUpperCase(Locale.ROOT)),
        parts[2].replace("\\t", "\t"),
        parts[3],
        parts[4],
        parts[5],
        parts[6],
        parts[7],
        parts[8]);
  }

  boolean deviates() {
    return !ours.isEmpty();
  }

  /** What Sluice does, told as the expectation is. */
  String actual() {
    String told = deviates() ? ours : expected;
    Cron cron;
    try {
      cron = Cron.parse(expression, dialect);
    } catch (InvalidTaskException refused) {
      boolean never = String.valueOf(refused.getMessage()).contains("no day will ever match");
      return never && !told.equals("refused") ? "never" : "refused";
    }
    if (after.isEmpty() || told.equals("accepted")) {
      return "accepted";
    }
    int wanted = until.isEmpty() ? told.split(" ", -1).length : MOST_FIRES;
    if (told.endsWith(MORE)) {
      wanted = told.split(" ", -1).length - 1;
    }
    List<String> fires = fires(cron, wanted);
    return fires.isEmpty() ? "-" : String.join(" ", fires) + (told.endsWith(MORE) ? MORE : "");
  }

  private List<String> fires(Cron cron, int most) {
    Timing timing = new Timing.ByCron(cron, ZoneId.of(zone));
    List<String> fires = new ArrayList<>();
    Instant at = timing.next(Instant.parse(after));
    while (at != null
        && fires.size() < most
        && (until.isEmpty() || !at.isAfter(Instant.parse(until)))) {
      fires.add(LocalDateTime.ofInstant(at, ZoneOffset.UTC).toString());
      at = timing.next(at);
    }
    return fires;
  }

  @Override
  public String toString() {
    return table + " " + dialect.word() + " '" + expression + "' " + zone + " " + after;
  }
}
