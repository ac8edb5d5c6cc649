package io.sluice.gateway.cli.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;

/** Asks whoever sits at the terminal. */
public final class Question {
  /** Only {@code y} and {@code yes} are one. */
  public static boolean isAnsweredYes(PrintWriter err, String question) {
    err.print(question + " [y/N] ");
    err.flush();
    String answer = readLine();
    return answer.equals("y") || answer.equals("yes");
  }

  private static String readLine() {
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      String line = in.readLine();
      return line == null ? "" : line.strip().toLowerCase(Locale.ROOT);
    } catch (IOException unreadable) {
      return "";
    }
  }

  private Question() {}
}
