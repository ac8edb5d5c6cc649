package io.sluice.redis.link;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.sluice.task.RedisOutOfMemoryException;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.SluiceException;
import io.sluice.task.StoreCorruptedException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Turns what Lettuce raises into the store's words: try again, no room, or broken. */
public final class Errors {
  /** READONLY and UNBLOCKED are of a server that is, or becomes, a replica. */
  private static final Set<String> ELSEWHERE = Set.of("READONLY", "UNBLOCKED", "MOVED");

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
  public static Throwable notConnected(String address, boolean tls, Throwable error) {
    return error instanceof SluiceException
        ? error
        : new RedisUnavailableException(
            "cannot connect to " + address + ": " + Reason.ofNoConnection(tls, error), error);
  }

  /** Whether the server is not the one that takes writes any more. */
  public static boolean isReadOnly(Throwable error) {
    return isAnswer(error) && Reason.kind(error).equals("READONLY");
  }

  /** Whether it is an answer of Redis, after which the connection is as good as before. */
  public static boolean isAnswer(Throwable error) {
    return error instanceof RedisCommandExecutionException;
  }

  /** Whether it says that another server is the right one now: what is asked here is of no use. */
  public static boolean isElsewhere(Throwable error) {
    return isAnswer(error) && ELSEWHERE.contains(Reason.kind(error));
  }

  /** Whether a Cluster has no majority, or no node for a slot. */
  public static boolean isClusterDown(Throwable error) {
    return isAnswer(error) && Reason.kind(error).equals("CLUSTERDOWN");
  }

  /** Of an error in the store's words: whether the call was refused since another node has it. */
  public static boolean wasMoved(Throwable error) {
    return wasRefusedBy("MOVED", error);
  }

  /** The same: since the slot is on its way to another node. */
  public static boolean wasOnItsWay(Throwable error) {
    return wasRefusedBy("TRYAGAIN", error) || wasRefusedBy("ASK", error);
  }

  private static boolean wasRefusedBy(String kind, Throwable error) {
    Throwable cause = error.getCause();
    return cause != null && isAnswer(cause) && Reason.kind(cause).equals(kind);
  }

  /** Whether a command is renamed or taken away there, or not allowed to this user. */
  public static boolean isForbidden(Throwable error) {
    return isAnswer(error) && (Reason.kind(error).equals("NOPERM") || isUnknownCommand(error));
  }

  private static boolean isUnknownCommand(Throwable error) {
    String message = String.valueOf(error.getMessage());
    return message.startsWith("ERR unknown command")
        || message.startsWith("ERR Unknown Redis command");
  }

  private static SluiceException refusal(String what, RedisCommandExecutionException error) {
    String message = what + " refused: " + Reason.of(error);
    return switch (Reason.kind(error)) {
      case "OOM" -> new RedisOutOfMemoryException(message, error);
      case "ASK",
          "BUSY",
          "CLUSTERDOWN",
          "CROSSSLOT",
          "LOADING",
          "MASTERDOWN",
          "MISCONF",
          "MOVED",
          "NOAUTH",
          "NOPERM",
          "NOREPLICAS",
          "NOSCRIPT",
          "READONLY",
          "TRYAGAIN",
          "UNBLOCKED",
          "WRONGPASS" ->
          new RedisUnavailableException(message, error);
      default ->
          isUnknownCommand(error)
              ? new RedisUnavailableException(message, error)
              : new StoreCorruptedException(message, error);
    };
  }

  private Errors() {}
}
