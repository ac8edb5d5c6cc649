package io.sluice.memory;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as text, as C writes and reads them. */
final class Numbers {
  /** Significant digits with which Redis writes scores and takes numbers from scripts. */
  static final int EXACT = 17;

  /** Whole numbers below are written without an exponent, however few digits are asked for. */
  private static final double PLAIN = 1e13;

  private static final int MIN_PLAIN_EXPONENT = -4;

  /** As {@code printf("%.<digits>g")}. */
  static String shown(double value, int digits) {
    if (value == Math.rint(value) && Math.abs(value) < PLAIN) {
      return Long.toString((long) value);
    }
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    BigDecimal bare = rounded.stripTrailingZeros();
    return exponent >= MIN_PLAIN_EXPONENT && exponent < digits
        ? bare.toPlainString()
        : String.format(
            Locale.ROOT, "%se%+03d", bare.movePointLeft(exponent).toPlainString(), exponent);
  }

  static double number(String text) {
    try {
      return text.endsWith("inf")
          ? Double.parseDouble(text.replace("inf", "Infinity"))
          : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new RefusedException("ERR value is not a valid float: " + text);
    }
  }

  static long integer(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new RefusedException("ERR value is not an integer: " + text);
    }
  }

  private Numbers() {}
}
