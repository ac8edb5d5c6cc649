package io.sluice.grammar;

/** Quotes a value that came from outside for an error message: short, and on one line. */
public final class Quoted {
  private static final int MAX_SHOWN = 120;

  public static String of(String value) {
    String shown = value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "…";
    return '\'' + shown.replaceAll("\\p{Cntrl}", "?") + '\'';
  }

  private Quoted() {}
}
