package io.sluice.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed.
 *
 * @param type the class of the error, or a word for errors that are none
 * @param message one line, cut at {@link #MAX_MESSAGE} characters
 * @param at when the store recorded it, by the clock of Redis; null until then
 */
public record Failure(String type, String message, @Nullable Instant at) {
  public static final int MAX_MESSAGE = 1000;

  public Failure {
    type = oneLine(type, 200);
    message = oneLine(message, MAX_MESSAGE);
  }

  public static Failure of(String type, String message) {
    return new Failure(type, message, null);
  }

  public static Failure of(Throwable error) {
    String message = error.getMessage();
    return of(error.getClass().getName(), message == null ? "" : message);
  }

  private static String oneLine(String text, int max) {
    String cut = text.length() <= max ? text : text.substring(0, max);
    return cut.replaceAll("\\p{Cntrl}+", " ");
  }
}
