package io.sluice.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.sluice.task.RedisOutOfMemoryException;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.SluiceException;
import io.sluice.task.StoreCorruptedException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Turns what Lettuce raises into the store's words: try again, no room, or broken. */
public final class Errors {
  public static Throwable translate(String what, Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof SluiceException) {
      return cause;
    }
    if (cause instanceof RedisCommandExecutionException refused) {
      return refusal(what, refused);
    }
    if (cause instanceof RedisException
        || cause instanceof CancellationException // of a connection that is closed
        || cause instanceof IOException
        || cause instanceof TimeoutException) {
      return new RedisUnavailableException(what + " unanswered: " + Reason.of(cause), cause);
    }
    return cause;
  }

  /** Of a connection that did not come about, for whatever reason. */
  static Throwable notConnected(String address, boolean tls, Throwable error) {
    return error instanceof SluiceException
        ? error
        : new RedisUnavailableException(
            "cannot connect to " + address + ": " + Reason.ofNoConnection(tls, error), error);
  }

  /** Whether the server is not the one that takes writes any more. */
  static boolean isReadOnly(Throwable error) {
    return error instanceof RedisCommandExecutionException && Reason.kind(error).equals("READONLY");
  }

  private static SluiceException refusal(String what, RedisCommandExecutionException error) {
    String message = what + " refused: " + Reason.of(error);
    return switch (Reason.kind(error)) {
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

  private Errors() {}
}
