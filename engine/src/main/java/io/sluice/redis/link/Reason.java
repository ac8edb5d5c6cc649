package io.sluice.redis.link;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.netty.channel.ConnectTimeoutException;
import io.sluice.redis.sentinel.SentinelException;
import io.sluice.redis.sentinel.UnknownMasterException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why Redis does not do what it is asked, in words that say what to change. */
public final class Reason {
  private static final Pattern COMMAND = Pattern.compile("the '([^']+)' command");
  private static final int MAX_CAUSES = 16;

  public static final String READ_ONLY =
      "it is a replica and takes no writes (READONLY); its master is looked for";

  /** What an address leads to, for a message that begins with it. */
  static final String CLUSTER_NODE =
      "a node of a Redis Cluster: give the Cluster as redis-cluster://host:port,host:port, with"
          + " some of its nodes";

  /** What a server says of the certificate of a client, or of none. */
  private static final Pattern OF_CLIENT =
      Pattern.compile(
          "fatal alert: (certificate_required|bad_certificate|unknown_ca|certificate_unknown)");

  private static final Pattern UNKNOWN_COMMAND = Pattern.compile("unknown command '([^']{1,40})'");

  private static final String GONE = "the connection is gone";
  private static final String LATE = "no answer in time";

  /** By the first cause that says something. */
  public static String of(Throwable error) {
    return causes(error).map(Reason::known).flatMap(Optional::stream).findFirst().orElse(GONE);
  }

  /** Begins with the Sentinel, where it is one that cannot be asked. */
  static String ofNoConnection(boolean tls, Throwable error) {
    return causes(error)
            .filter(SentinelException.class::isInstance)
            .findFirst()
            .map(of -> "the Sentinel " + ((SentinelException) of).address() + ": ")
            .orElse("")
        + withTls(tls, of(error));
  }

  /** A server that speaks TLS only, or not at all, says neither: it hangs up, or waits. */
  private static String withTls(boolean tls, String reason) {
    if (reason.equals(LATE)) {
      return LATE
          + (tls
              ? "; where it does not speak TLS, use redis://"
              : "; where it speaks TLS, use rediss://");
    }
    return !tls && reason.equals(GONE)
        ? "it does not answer as a Redis; where it speaks TLS, use rediss://"
        : reason;
  }

  /** The first word of an error reply. */
  public static String kind(Throwable error) {
    String message = error.getMessage();
    if (message == null) {
      return "";
    }
    int end = message.indexOf(' ');
    return end < 0 ? message : message.substring(0, end);
  }

  /** What Redis said, from the inmost out: what wraps it says less. */
  private static Stream<Throwable> causes(Throwable error) {
    Deque<Throwable> found = new ArrayDeque<>();
    Throwable cause = error;
    while (cause != null && found.size() < MAX_CAUSES) {
      found.push(cause);
      cause = cause.getCause();
    }
    return found.stream();
  }

  private static Optional<String> known(Throwable error) {
    return Optional.ofNullable(
        error instanceof RedisCommandExecutionException refused ? said(refused) : network(error));
  }

  private static String said(RedisCommandExecutionException refused) {
    String text = String.valueOf(refused.getMessage());
    return switch (kind(refused)) {
      case "WRONGPASS" -> "the user name or the password is wrong (WRONGPASS)";
      case "NOAUTH" -> "it wants a password, and none is given (NOAUTH)";
      case "NOPERM" -> noPermission(text);
      case "DENIED" ->
          "it is in protected mode and takes only callers of its own machine (DENIED): give it a"
              + " password, or bind it to an address of its own network";
      case "LOADING" -> "it is still loading its data (LOADING)";
      case "READONLY" -> READ_ONLY;
      case "MOVED", "ASK", "CROSSSLOT" -> "it is " + CLUSTER_NODE + " (" + kind(refused) + ")";
      case "CLUSTERDOWN" -> "its cluster is down, or has no owner of a slot (CLUSTERDOWN)";
      case "TRYAGAIN" -> "the slot of the queue is on its way to another node (TRYAGAIN)";
      case "UNBLOCKED" -> "it ended the wait, as when it becomes a replica (UNBLOCKED)";
      case "NOREPLICAS" ->
          "fewer replicas keep up than its min-replicas-to-write asks for (NOREPLICAS)";
      case "NOSCRIPT" -> "it has forgotten the script (NOSCRIPT)";
      case "MASTERDOWN" -> "it is a replica that has lost its master (MASTERDOWN)";
      case "ERR" -> error(text);
      default -> text;
    };
  }

  private static String noPermission(String text) {
    Matcher command = COMMAND.matcher(text);
    return command.find()
        ? "the user may not send " + command.group(1) + " (NOPERM)"
        : "the user may not do that (" + text + ")";
  }

  private static String error(String text) {
    if (text.contains("DB index is out of range")) {
      return "it has no database of that number";
    }
    if (text.contains("max number of clients")) {
      return "it has as many clients as it takes (maxclients)";
    }
    Matcher unknown = UNKNOWN_COMMAND.matcher(text);
    if (text.startsWith("ERR unknown command 'SELECT'")) {
      return "it has no databases to choose from, as where it is a Sentinel: give a Sentinel as"
          + " redis-sentinel://host:26379/0#NAME";
    }
    if (text.startsWith("ERR unknown command 'SENTINEL'")) {
      return "it is no Sentinel: give a Redis as redis://host:6379";
    }
    if (unknown.find()) { // what follows are its arguments, as the text of a script
      return "it has no command " + unknown.group(1) + ", as when that is renamed or taken away";
    }
    if (text.contains("Unknown Redis command called from script")) {
      return "it has not all commands that the script calls, as when some are renamed or taken"
          + " away";
    }
    if (text.contains("SELECT is not allowed in cluster mode")) {
      return "it is " + CLUSTER_NODE;
    }
    return text.contains("without any password configured")
        ? "a password is given, and it has none"
        : text;
  }

  private static @Nullable String network(Throwable error) {
    if (error instanceof UnknownHostException || error instanceof UnresolvedAddressException) {
      return "there is no host of that name";
    }
    if (error instanceof ConnectTimeoutException || error instanceof NoRouteToHostException) {
      return "nothing answers at that address";
    }
    if (error instanceof ConnectException) {
      return "nothing listens there";
    }
    if (error instanceof SSLException && isNoRecord(error)) {
      return "it does not speak TLS there: use redis://";
    }
    if (error instanceof CertificateExpiredException) {
      return "its certificate has expired";
    }
    if (error instanceof CertificateNotYetValidException) {
      return "its certificate is not valid yet";
    }
    // The second where an authority of the same name, which has another key, is trusted.
    if (error instanceof CertPathBuilderException || error instanceof SignatureException) {
      return "its certificate is of nobody who is trusted here: say who issued it, as with"
          + " --redis-ca";
    }
    if (error instanceof CertPathValidatorException) {
      return "its certificate does not hold: " + error.getMessage();
    }
    if (error instanceof CertificateException) {
      return "its certificate is not for that name";
    }
    if (error instanceof SSLException && OF_CLIENT.matcher(error.toString()).find()) {
      return "it takes only clients that show a certificate which it trusts: give the engine one"
          + " (SluiceConfig.withRedisTls, or an SSL bundle of Spring Boot)";
    }
    if (error instanceof SSLException) {
      return "it does not agree on TLS";
    }
    if (error instanceof RedisCommandTimeoutException || error instanceof TimeoutException) {
      return LATE;
    }
    if (error instanceof UnknownMasterException) {
      return "no Sentinel there knows a master of that name: the name stands behind the # and is"
          + " the one of 'sentinel monitor'";
    }
    return null;
  }

  /** Netty has a class for it, in a module that is needed for nothing else. */
  private static boolean isNoRecord(Throwable error) {
    return String.valueOf(error.getMessage()).startsWith("not an SSL/TLS record");
  }

  private Reason() {}
}
