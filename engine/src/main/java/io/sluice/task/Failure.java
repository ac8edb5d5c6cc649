package io.sluice.task;

import java.time.Instant;
import java.util.Objects;
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

  /** In place of the message of an error that throws when it is asked for one. */
  private static final String NO_MESSAGE = "its message cannot be had: asking for it threw ";

  public Failure {
    Objects.requireNonNull(type, "type must not be null");
    Objects.requireNonNull(message, "message must not be null");
    type = oneLine(type, 200);
    message = oneLine(message, MAX_MESSAGE);
  }

  public static Failure of(String type, String message) {
    return new Failure(type, message, null);
  }

  /** Never throws, whatever the error does when it is asked for its message. */
  public static Failure of(Throwable error) {
    return of(error.getClass().getName(), messageOf(error));
  }

  private static String messageOf(Throwable error) {
    try {
      String message = error.getMessage();
      return message == null ? "" : message;
    } catch (Throwable thrown) {
      return NO_MESSAGE + thrown.getClass().getName();
    }
  }

  private static String oneLine(String text, int max) {
    String cut = text.length() <= max ? text : text.substring(0, max);
    return cut.replaceAll("\\p{Cntrl}+", " ");
  }
}
