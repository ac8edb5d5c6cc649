package io.sluice.memory.redis;

/** A range of scores as commands write it: {@code -inf}, {@code 5}, {@code (5}, {@code +inf}. */
record ScoreRange(double from, boolean openFrom, double to, boolean openTo) {
  static ScoreRange of(String from, String to) {
    return new ScoreRange(bound(from), isOpen(from), bound(to), isOpen(to));
  }

  boolean contains(double score) {
    return (openFrom ? score > from : score >= from) && (openTo ? score < to : score <= to);
  }

  private static boolean isOpen(String bound) {
    return bound.startsWith("(");
  }

  private static double bound(String bound) {
    return Numbers.number(isOpen(bound) ? bound.substring(1) : bound);
  }
}
