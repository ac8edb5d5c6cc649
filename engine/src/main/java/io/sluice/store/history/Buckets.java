package io.sluice.store.history;

import io.sluice.task.StoreCorruptedException;
import java.util.concurrent.TimeUnit;

/**
 * The buckets in which latencies are counted: four for each doubling, from 64 µs to three days, so
 * that what is read from one is at most an eighth off. In a text each bucket is a letter and a
 * digit, with how many are in it behind.
 */
final class Buckets {
  private static final int PER_DOUBLING = 4;
  private static final int PART_BITS = 2;

  /** What is shorter than 2^6 µs is in the first bucket. */
  private static final int FIRST_BITS = 6;

  private static final int DOUBLINGS = 32;
  static final int COUNT = DOUBLINGS * PER_DOUBLING;
  private static final int UPPER_LETTERS = 26;

  static int of(long nanos) {
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    if (micros < 1 << FIRST_BITS) {
      return 0;
    }
    int bits = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    int part = (int) (micros >> (bits - PART_BITS)) & (PER_DOUBLING - 1);
    return Math.min(COUNT - 1, (bits - FIRST_BITS) * PER_DOUBLING + part);
  }

  /** The shortest latency of a bucket, in µs; that of the one behind the last as well. */
  static double lowest(int bucket) {
    if (bucket == 0) {
      return 0;
    }
    int bits = FIRST_BITS + bucket / PER_DOUBLING;
    return (double) (1L << bits) * (PER_DOUBLING + bucket % PER_DOUBLING) / PER_DOUBLING;
  }

  static void write(StringBuilder text, int bucket, long count) {
    int doubling = bucket / PER_DOUBLING;
    int letter = doubling < UPPER_LETTERS ? 'A' + doubling : 'a' + doubling - UPPER_LETTERS;
    text.append((char) letter).append(bucket % PER_DOUBLING).append(count);
  }

  /** Adds what is in a text to counts. */
  static void read(String text, long[] counts) {
    int at = 0;
    while (at < text.length()) {
      int end = at + 2;
      while (end < text.length() && Character.isDigit(text.charAt(end))) {
        end++;
      }
      try {
        counts[bucket(text.charAt(at), text.charAt(at + 1))] +=
            Long.parseLong(text.substring(at + 2, end));
      } catch (IndexOutOfBoundsException | NumberFormatException damaged) {
        throw new StoreCorruptedException("latencies of " + text.length() + " characters", damaged);
      }
      at = end;
    }
  }

  private static int bucket(char letter, char part) {
    int doubling = letter < 'a' ? letter - 'A' : letter - 'a' + UPPER_LETTERS;
    return doubling * PER_DOUBLING + part - '0';
  }

  private Buckets() {}
}
