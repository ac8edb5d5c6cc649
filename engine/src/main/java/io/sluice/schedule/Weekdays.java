package io.sluice.schedule;

/**
 * How a dialect numbers the days of the week.
 *
 * @param least the smallest number it takes
 * @param most the largest
 * @param starLeast where {@code *} begins, which is what a step counts from
 * @param stepMost where a step after a single number ends
 * @param sunday what the name stands for
 */
record Weekdays(int least, int most, int starLeast, int stepMost, int sunday) {
  static final int DAYS = 7;

  /** 0 to 7, both of which are Sunday. */
  static final Weekdays UNIX = new Weekdays(0, 7, 0, 7, 0);

  /** 0 to 7, but no step goes on to the second Sunday. */
  static final Weekdays TO_SATURDAY = new Weekdays(0, 7, 0, 6, 0);

  /** 0 to 6. */
  static final Weekdays SIX = new Weekdays(0, 6, 0, 6, 0);

  /** 0 to 7, and {@code *} begins on Monday. */
  static final Weekdays FROM_MONDAY = new Weekdays(0, 7, 1, 7, 7);

  /** 1 for Sunday to 7 for Saturday. */
  static final Weekdays FROM_ONE = new Weekdays(1, 7, 1, 7, 1);

  int starMost() {
    return starLeast + DAYS - 1;
  }

  /** The number of a name, of which Sunday is 0. */
  int number(int place) {
    return place == 0 ? sunday : place + least;
  }

  /** From 0 for Sunday to 6. */
  int day(int number) {
    return Math.floorMod(number - least, DAYS);
  }
}
