package io.sluice.gateway.cli.console;

import java.io.Console;

/**
 * Which of the standard streams are a terminal. Java knows only whether all of them are; who starts
 * it can say so of each, by naming their numbers in a property.
 */
public enum Terminal {
  IN('0'),
  OUT('1'),
  ERR('2');

  static final String PROPERTY = "sluice.terminals";

  private final char number;

  Terminal(char number) {
    this.number = number;
  }

  public boolean isThere() {
    String told = System.getProperty(PROPERTY);
    return told == null ? allAre() : told.indexOf(number) >= 0;
  }

  /** From JDK 22 on there always is a console, and a method, unknown before, tells what it is. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean allAre() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderJdk) {
      return true;
    }
  }
}
