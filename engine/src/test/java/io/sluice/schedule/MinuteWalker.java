package io.sluice.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Finds the fires of a cron without any arithmetic: looks at each minute there is, and at each that
 * a gap left out, and asks whether the text of the cron names it.
 */
record MinuteWalker(String cron, ZoneRules rules, DstGap gap) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** From the one, inclusive, to the other, exclusive. */
  List<Instant> fires(Instant from, Instant to) {
    TreeSet<Instant> fires = new TreeSet<>();
    for (Instant at = from; at.isBefore(to); at = at.plus(MINUTE)) {
      ZoneOffset offset = rules.getOffset(at);
      LocalDateTime shown = LocalDateTime.ofInstant(at, offset);
      boolean again = !rules.getValidOffsets(shown).get(0).equals(offset);
      if (names(shown)
          && (!again || everyHour() || goesOnAfter(rules.previousTransition(at.plusSeconds(1))))) {
        fires.add(at);
      }
      ZoneOffsetTransition change = rules.nextTransition(at.minusSeconds(1));
      if (change != null && change.getInstant().equals(at) && namesSomethingIn(change)) {
        fires.add(at);
      }
    }
    return List.copyOf(fires);
  }

  private boolean namesSomethingIn(ZoneOffsetTransition change) {
    if (everyHour() || gap == DstGap.SKIP) {
      return false;
    }
    for (LocalDateTime left = change.getDateTimeBefore();
        left.isBefore(change.getDateTimeAfter());
        left = left.plus(MINUTE)) {
      if (names(left)) {
        return true;
      }
    }
    return false;
  }

  /** Several times an hour, and in the hour before or after that which comes twice. */
  private boolean goesOnAfter(ZoneOffsetTransition back) {
    LocalDateTime first = back.getDateTimeAfter();
    LocalDateTime last = back.getDateTimeBefore().minus(MINUTE);
    return IntStream.range(0, 60).filter(minute -> names(field(0), minute, 0)).count() > 1
        && (names(field(1), first.minusHours(1).getHour(), 0)
            || names(field(1), last.plusHours(1).getHour(), 0));
  }

  private boolean everyHour() {
    return IntStream.range(0, 24).allMatch(hour -> names(field(1), hour, 0));
  }

  private boolean names(LocalDateTime shown) {
    boolean ofMonth = names(field(2), shown.getDayOfMonth(), 1);
    boolean ofWeek = namesWeekday(shown.getDayOfWeek().getValue() % 7);
    boolean either =
        IntStream.rangeClosed(1, 31).anyMatch(day -> !names(field(2), day, 1))
            && IntStream.range(0, 7).anyMatch(day -> !namesWeekday(day));
    return names(field(0), shown.getMinute(), 0)
        && names(field(1), shown.getHour(), 0)
        && names(field(3), shown.getMonthValue(), 1)
        && (either ? ofMonth || ofWeek : ofMonth && ofWeek);
  }

  private boolean namesWeekday(int weekday) {
    return named(field(4), day -> day % 7 == weekday, 0, 7);
  }

  private String field(int index) {
    return cron.split(" ", -1)[index];
  }

  private static boolean names(String field, int value, int least) {
    return named(field, each -> each == value, least, 60);
  }

  private static boolean named(String field, IntPredicate wanted, int least, int most) {
    for (String part : field.split(",", -1)) {
      String[] step = part.split("/", -1);
      String[] ends =
          step[0].equals("*") ? new String[] {"" + least, "" + most} : step[0].split("-");
      int from = Integer.parseInt(ends[0]);
      int to = ends.length > 1 ? Integer.parseInt(ends[1]) : step.length > 1 ? most : from;
      for (int each = from; each <= to; each += step.length > 1 ? Integer.parseInt(step[1]) : 1) {
        if (wanted.test(each)) {
          return true;
        }
      }
    }
    return false;
  }
}
