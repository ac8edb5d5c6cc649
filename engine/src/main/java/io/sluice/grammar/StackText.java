package io.sluice.grammar;

import java.io.PrintWriter;
import java.io.Writer;

/** The stack trace of an error as text, whatever the error does when it is asked for it. */
public final class StackText {
  /** What is read of it at most; then the middle is left out. */
  private static final int MAX_READ = 64 * 1024;

  private static final String CAUSE = "\nCaused by: ";
  private static final String LEFT_OUT = "\n\t…";

  public static String of(Throwable error, int longest) {
    Beginning beginning = new Beginning();
    try (PrintWriter out = new PrintWriter(beginning)) {
      error.printStackTrace(out);
    } catch (Throwable thrown) {
      beginning.text.append(LEFT_OUT);
    }
    return bounded(beginning.text.toString(), longest);
  }

  /**
   * At most so many characters, without control characters that are no line breaks. The beginning
   * is kept and, where there is a first cause, that one's beginning.
   */
  public static String bounded(String text, int longest) {
    String clean = text.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ").strip();
    if (clean.length() <= longest) {
      return clean;
    }
    int cause = clean.lastIndexOf(CAUSE);
    int forCause = cause < 0 ? 0 : longest / 3;
    int forHead = longest - forCause - 2 * LEFT_OUT.length();
    String head = lines(cause < 0 ? clean : clean.substring(0, cause), forHead);
    return cause < 0 ? head : head + lines(clean.substring(cause), forCause);
  }

  /** Whole lines as far as there are any. */
  private static String lines(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = text.lastIndexOf('\n', max);
    return text.substring(0, end <= 0 ? max : end) + LEFT_OUT;
  }

  /** Keeps the beginning of what is written. */
  private static final class Beginning extends Writer {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] chars, int from, int count) {
      text.append(chars, from, Math.min(count, MAX_READ - Math.min(MAX_READ, text.length())));
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private StackText() {}
}
