package io.sluice.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.sluice.task.RedisOutOfMemoryException;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.SluiceException;
import io.sluice.task.StoreCorruptedException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Turns what Lettuce raises into the store's words: try again, no room, or broken. */
final class Errors {
  static Throwable translate(String what, Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof SluiceException) {
      return cause;
    }
    if (cause instanceof RedisCommandExecutionException refused) {
      return refusal(what, refused);
    }
    if (cause instanceof RedisException
        || cause instanceof IOException
        || cause instanceof TimeoutException) {
      return new RedisUnavailableException(what + " unanswered: " + cause.getMessage(), cause);
    }
    return cause;
  }

  /** Whether the server is not the one that takes writes any more. */
  static boolean isReadOnly(Throwable error) {
    return error instanceof RedisCommandExecutionException && kind(error).equals("READONLY");
  }

  private static SluiceException refusal(String what, RedisCommandExecutionException error) {
    String message = what + " refused: " + error.getMessage();
    return switch (kind(error)) {
      case "OOM" -> new RedisOutOfMemoryException(message, error);
      case "BUSY",
          "CLUSTERDOWN",
          "LOADING",
          "MASTERDOWN",
          "MISCONF",
          "NOAUTH",
          "NOPERM",
          "NOREPLICAS",
          "NOSCRIPT",
          "READONLY",
          "TRYAGAIN",
          "UNBLOCKED",
          "WRONGPASS" ->
          new RedisUnavailableException(message, error);
      default -> new StoreCorruptedException(message, error);
    };
  }

  /** The first word of an error reply. */
  private static String kind(Throwable error) {
    String message = error.getMessage();
    if (message == null) {
      return "";
    }
    int end = message.indexOf(' ');
    return end < 0 ? message : message.substring(0, end);
  }

  private Errors() {}
}
