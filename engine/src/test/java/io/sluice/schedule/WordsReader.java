package io.sluice.schedule;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the words for a cron as people do, and knows nothing of the cron. */
final class WordsReader {
  private static final String LIST = "(.+?)";
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?<time>.+?)"
              + "(?: on (?<days>.+?))?"
              + "(?: in (?<months>(?:January|February|March|April|May|June|July|August|September"
              + "|October|November|December).*?))?"
              + "(?: of (?<years>\\d{4}.*))?");
  private static final List<String> NTH = List.of("first", "second", "third", "fourth", "fifth");

  private final String time;
  private final String days;
  private final String months;
  private final String years;

  WordsReader(String words) {
    Matcher shape = SHAPE.matcher(words);
    if (!shape.matches()) {
      throw new AssertionError("cannot be read: " + words);
    }
    time = shape.group("time");
    days = shape.group("days");
    months = shape.group("months");
    years = shape.group("years");
  }

  boolean names(LocalDateTime at) {
    return namesTime(at)
        && (days == null || namesDay(at))
        && (months == null || numbers(months, WordsReader::month).contains(at.getMonthValue()))
        && (years == null || numbers(years, Integer::parseInt).contains(at.getYear()));
  }

  private boolean namesTime(LocalDateTime at) {
    String words = time;
    Matcher inHours = Pattern.compile("(.+) in hours? " + LIST).matcher(words);
    if (inHours.matches()) {
      if (!numbers(inHours.group(2), Integer::parseInt).contains(at.getHour())) {
        return false;
      }
      words = inHours.group(1);
    }
    if (words.matches("at \\d\\d:\\d\\d.*")) {
      String shown = String.format(Locale.ROOT, "%02d:%02d", at.getHour(), at.getMinute());
      return at.getSecond() == 0 && words.contains(shown);
    }
    if (words.startsWith("every") && words.matches(".*hours?")) {
      return at.getHour() % period(words) == 0 && at.getMinute() == 0 && at.getSecond() == 0;
    }
    if (words.startsWith("every") && words.matches(".*minutes?")) {
      return at.getMinute() % period(words) == 0 && at.getSecond() == 0;
    }
    Matcher minutes = Pattern.compile("at minutes? " + LIST + "(?: of each hour)?").matcher(words);
    if (minutes.matches()) {
      return numbers(minutes.group(1), Integer::parseInt).contains(at.getMinute())
          && at.getSecond() == 0;
    }
    Matcher seconds =
        Pattern.compile("(every .*?seconds?|at seconds? .+?)(?: of each minute| of minutes? (.+))?")
            .matcher(words);
    if (!seconds.matches()) {
      throw new AssertionError("cannot be read: " + time);
    }
    boolean second =
        seconds.group(1).startsWith("every")
            ? at.getSecond() % period(seconds.group(1)) == 0
            : numbers(seconds.group(1).replaceFirst("at seconds? ", ""), Integer::parseInt)
                .contains(at.getSecond());
    return second
        && (seconds.group(2) == null
            || numbers(seconds.group(2), Integer::parseInt).contains(at.getMinute()));
  }

  private boolean namesDay(LocalDateTime at) {
    if (days.contains(" or on ")) {
      return Stream.of(days.split(" or on ", -1)).anyMatch(part -> namesPart(part, at));
    }
    return Stream.of(days.split(" that is also ", -1)).allMatch(part -> namesPart(part, at));
  }

  private static boolean namesPart(String part, LocalDateTime at) {
    int date = at.getDayOfMonth();
    int last = YearMonth.from(at).lengthOfMonth();
    String rest = part.replace(" of the month", "");
    Matcher dates = Pattern.compile("days? ([\\d, toand]+?)(?: and (the .*))?").matcher(rest);
    if (dates.matches()) {
      return numbers(dates.group(1), Integer::parseInt).contains(date)
          || (dates.group(2) != null && namesPart(dates.group(2), at));
    }
    for (String each : rest.split(", | and ", -1)) {
      Matcher nth = Pattern.compile("the (\\w+) (\\w+day)").matcher(each);
      Matcher before = Pattern.compile("the day (\\d+) before the last day").matcher(each);
      if (each.equals("the last day")) {
        if (date == last) {
          return true;
        }
      } else if (before.matches()) {
        if (date == last - Integer.parseInt(before.group(1))) {
          return true;
        }
      } else if (nth.matches()) {
        boolean week =
            nth.group(1).equals("last")
                ? date > last - 7
                : (date - 1) / 7 == NTH.indexOf(nth.group(1));
        if (week && at.getDayOfWeek() == DayOfWeek.of(weekday(nth.group(2)))) {
          return true;
        }
      } else if (numbers(each, WordsReader::weekday).contains(at.getDayOfWeek().getValue())) {
        return true;
      }
    }
    return false;
  }

  private static int period(String words) {
    Matcher number = Pattern.compile("\\d+").matcher(words);
    return number.find() ? Integer.parseInt(number.group()) : 1;
  }

  private static Set<Integer> numbers(String list, ToIntFunction<String> number) {
    return Stream.of(list.split(", | and ", -1))
        .flatMapToInt(
            part -> {
              String[] ends = part.split(" to ", -1);
              return IntStream.rangeClosed(
                  number.applyAsInt(ends[0]), number.applyAsInt(ends[ends.length - 1]));
            })
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int month(String name) {
    return Month.valueOf(name.toUpperCase(Locale.ROOT)).getValue();
  }

  private static int weekday(String name) {
    return DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT)).getValue();
  }
}
