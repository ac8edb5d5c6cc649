package io.sluice.schedule;

import java.util.List;
import java.util.Locale;

/** A field of a cron: what people call it, and the numbers that it knows. */
enum CronField {
  SECOND(0, 59, List.of()),
  MINUTE(0, 59, List.of()),
  HOUR(0, 23, List.of()),
  DAY_OF_MONTH(1, 31, List.of()),
  MONTH(
      1,
      12,
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december")),
  DAY_OF_WEEK(
      0, 6, List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")),
  YEAR(1970, 2199, List.of());

  static final int SHORT_NAME = 3;

  private final int least;
  private final int most;

  @SuppressWarnings("ImmutableEnumChecker") // a List.of
  private final List<String> names;

  CronField(int least, int most, List<String> names) {
    this.least = least;
    this.most = most;
    this.names = names;
  }

  int least() {
    return least;
  }

  int most() {
    return most;
  }

  int size() {
    return most - least + 1;
  }

  boolean hasNames() {
    return !names.isEmpty();
  }

  boolean isDay() {
    return this == DAY_OF_MONTH || this == DAY_OF_WEEK;
  }

  /** As people say it. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The place of a name of three letters, or of a whole one, from 0; below zero for none. */
  int placeOf(String word, boolean whole) {
    String lower = word.toLowerCase(Locale.ROOT);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (lower.equals(whole ? name : name.substring(0, SHORT_NAME))) {
        return i;
      }
    }
    return -1;
  }

  String shortName(int place) {
    return names.get(place).substring(0, SHORT_NAME);
  }
}
