package io.sluice.config;

import java.time.Duration;

/** Settings are checked when they are built; the message names the setting and the bad value. */
final class Checks {
  static void require(boolean holds, String setting, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(setting + " " + rule + ", is " + value);
    }
  }

  static void positive(String setting, Duration value) {
    require(!value.isNegative() && !value.isZero(), setting, "must be more than zero", value);
  }

  static void positive(String setting, int value) {
    require(value > 0, setting, "must be more than zero", value);
  }

  private Checks() {}
}
