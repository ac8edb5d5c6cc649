package io.sluice.spec;

import io.sluice.spec.fair.Spot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What an envelope begins with: a version, the time of its creation, the type with its length, and
 * parts, each with a tag and its length, up to a 0.
 *
 * @param key the unique key, null for none
 * @param heldFor for how many ms; 0 for until the task has ended
 * @param cost how many tokens a start takes
 */
record Head(double createdAt, String type, @Nullable String key, double heldFor, long cost) {
  private static final int UNIQUE = 7;
  private static final int COST = 8;

  static Head of(String envelope) {
    return new Reader(Spot.envelope(envelope)).head();
  }

  boolean holdsUntilEnded() {
    return key != null && heldFor == 0;
  }

  String created() {
    return new BigDecimal(createdAt).setScale(0, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static final class Reader {
    private final String text;
    private int at = 1;

    Reader(String text) {
      this.text = text;
    }

    Head head() {
      double createdAt = number();
      int stop = stop(number());
      String type = text.substring(Math.min(at, stop), Math.min(stop, text.length()));
      at = stop;
      long cost = 1;
      while (at < text.length() && text.charAt(at) != 0) {
        int tag = text.charAt(at++);
        double length = number();
        if (at + length >= text.length()) {
          break;
        }
        int end = at + (int) length;
        if (tag == COST) {
          cost = (long) number();
        }
        if (tag == UNIQUE) {
          double heldFor = number();
          return new Head(createdAt, type, text.substring(Math.min(at, end), end), heldFor, cost);
        }
        at = end;
      }
      return new Head(createdAt, type, null, 0, cost);
    }

    private int stop(double length) {
      return (int) Math.min(at + length, text.length());
    }

    /** Seven bits a byte, the lowest first, as long as the eighth is set. */
    private double number() {
      double value = 0;
      for (double shift = 1; at < text.length(); shift *= 128) {
        int next = text.charAt(at++);
        value += next % 128 * shift;
        if (next < 128) {
          break;
        }
      }
      return value;
    }
  }
}
