package io.sluice.memory.redis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as text, as C writes and reads them. */
final class Numbers {
  /** Significant digits with which Redis writes scores and takes numbers from scripts. */
  static final int EXACT = 17;

  /** Significant digits with which Lua and cjson write a number. */
  static final int SHORT = 14;

  private static final int MIN_PLAIN_EXPONENT = -4;

  /** As {@code printf("%.<digits>g")}. */
  static String shown(double value, int digits) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e13) {
      return Long.toString((long) value);
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    BigDecimal bare = rounded.stripTrailingZeros();
    if (exponent >= MIN_PLAIN_EXPONENT && exponent < digits) {
      return bare.toPlainString();
    }
    BigDecimal mantissa = bare.movePointLeft(exponent);
    return mantissa.toPlainString() + "e" + String.format(Locale.ROOT, "%+03d", exponent);
  }

  static double number(String text) {
    return switch (text) {
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      default -> parsed(text);
    };
  }

  private static double parsed(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new RefusedException("ERR value is not a valid float");
    }
  }

  static long integer(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new RefusedException("ERR value is not an integer or out of range");
    }
  }

  private Numbers() {}
}
