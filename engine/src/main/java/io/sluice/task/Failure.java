package io.sluice.task;

import io.sluice.grammar.StackText;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed.
 *
 * @param type the class of the error, or a word for errors that are none
 * @param message one line, cut at {@link #MAX_MESSAGE} characters
 * @param at when the store recorded it, by the clock of Redis; null until then
 * @param startedAt when the attempt began, by the clock of Redis; null until it is recorded, and of
 *     failures that were recorded before this was kept
 * @param worker the session that ran it, as {@link io.sluice.task.view.WorkerView} shows it; null
 *     where {@code startedAt} is
 * @param trace the stack trace, on several lines, cut at {@link #MAX_TRACE} characters; null when
 *     there is none. Kept of the newest failures of a task only
 */
public record Failure(
    String type,
    String message,
    @Nullable Instant at,
    @Nullable Instant startedAt,
    @Nullable String worker,
    @Nullable String trace) {
  public static final int MAX_MESSAGE = 1000;
  public static final int MAX_TRACE = 4096;

  /** In place of the message of an error that throws when it is asked for one. */
  private static final String NO_MESSAGE = "its message cannot be had: asking for it threw ";

  public Failure {
    Objects.requireNonNull(type, "type must not be null");
    Objects.requireNonNull(message, "message must not be null");
    type = oneLine(type, 200);
    message = oneLine(message, MAX_MESSAGE);
    trace = trace == null || trace.isBlank() ? null : StackText.bounded(trace, MAX_TRACE);
  }

  /** Of which no more is known. */
  public Failure(String type, String message, @Nullable Instant at) {
    this(type, message, at, null, null, null);
  }

  public static Failure of(String type, String message) {
    return new Failure(type, message, null);
  }

  /** With a stack trace, or null for none. */
  public static Failure of(String type, String message, @Nullable String trace) {
    return new Failure(type, message, null, null, null, trace);
  }

  /** Never throws, whatever the error does when it is asked for its message. */
  public static Failure of(Throwable error) {
    return of(error.getClass().getName(), messageOf(error), StackText.of(error, MAX_TRACE));
  }

  /**
   * The first line of the message, as its trace tells it. The whole message where there is no
   * trace, or one that begins otherwise.
   */
  public String firstLine() {
    String head = trace == null ? "" : trace.lines().findFirst().orElse("");
    String first = head.startsWith(type + ": ") ? head.substring(type.length() + 2).strip() : "";
    return first.isEmpty() || !message.startsWith(first) ? message : first;
  }

  /** How long the attempt took; null when that is not known. */
  public @Nullable Duration duration() {
    return at == null || startedAt == null ? null : Duration.between(startedAt, at);
  }

  /** The same, as it came of an attempt. */
  public Failure recorded(Instant when, Instant began, String session) {
    return new Failure(type, message, when, began, session, trace);
  }

  public Failure withoutTrace() {
    return new Failure(type, message, at, startedAt, worker, null);
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
