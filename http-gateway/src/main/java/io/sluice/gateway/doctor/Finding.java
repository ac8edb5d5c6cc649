package io.sluice.gateway.doctor;

import java.util.Locale;

/**
 * What came of one check.
 *
 * @param what was checked
 * @param found how it is
 * @param advice what to change; empty when nothing
 */
public record Finding(Level level, String what, String found, String advice) {
  /** How bad it is. */
  public enum Level {
    OK,
    /** Works, with a price that one should know. */
    NOTE,
    /** Tasks may be lost, or the engine cannot work. */
    WRONG;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String what, String found) {
    return new Finding(Level.OK, what, found, "");
  }

  static Finding note(String what, String found, String advice) {
    return new Finding(Level.NOTE, what, found, advice);
  }

  /** Of what the user may not ask. */
  static Finding unknown(String what, String advice) {
    return note(what, "not allowed to ask", advice);
  }

  static Finding wrong(String what, String found, String advice) {
    return new Finding(Level.WRONG, what, found, advice);
  }
}
