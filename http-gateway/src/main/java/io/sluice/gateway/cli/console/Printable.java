package io.sluice.gateway.cli.console;

/** Text that others wrote, without what would drive the terminal. */
public final class Printable {
  private static final int MAX_CELL_CHARS = 80;

  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> Character.isISOControl(point) ? ' ' : point)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  /** Cut where it would break a table. */
  public static String cell(String text) {
    String printable = of(text);
    return printable.length() <= MAX_CELL_CHARS
        ? printable
        : printable.substring(0, MAX_CELL_CHARS - 1) + "…";
  }

  private Printable() {}
}
