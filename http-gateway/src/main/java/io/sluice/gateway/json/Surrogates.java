package io.sluice.gateway.json;

/**
 * Finds escapes in JSON that are one half of a surrogate pair. The grammar lets them in, but they
 * are no text: in UTF-8 they cannot be written, neither into Redis nor into an answer.
 */
final class Surrogates {
  private static final int HEX = 16;
  private static final int DIGITS = 4;
  private static final int ESCAPE = 2 + DIGITS;
  private static final int NONE = -1;

  static boolean anyAlone(byte[] json) {
    for (int i = 0; i < json.length; i++) {
      if (json[i] == '\\') {
        int unit = unit(json, i);
        boolean pair = isHigh(unit) && isLow(unit(json, i + ESCAPE));
        if (!pair && (isHigh(unit) || isLow(unit))) {
          return true;
        }
        i += pair ? 2 * ESCAPE - 1 : 1;
      }
    }
    return false;
  }

  /** What an escape at this place stands for; -1 when it is none of a surrogate. */
  private static int unit(byte[] json, int at) {
    if (at + ESCAPE > json.length || json[at] != '\\' || json[at + 1] != 'u') {
      return NONE;
    }
    if (json[at + 2] != 'd' && json[at + 2] != 'D') {
      return NONE;
    }
    int unit = 0;
    for (int i = at + 2; i < at + ESCAPE; i++) {
      int digit = Character.digit(json[i], HEX);
      if (digit < 0) {
        return NONE;
      }
      unit = unit * HEX + digit;
    }
    return unit;
  }

  private static boolean isHigh(int unit) {
    return unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE;
  }

  private static boolean isLow(int unit) {
    return unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
  }

  private Surrogates() {}
}
