package io.sluice.gateway.push;

import io.sluice.gateway.access.QueuePatterns;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.PushTarget;
import java.util.List;
import java.util.Map;

/**
 * Targets that may be called: {@code allow=https://*.example.com:443 keys=shop-2,shop-1} in the
 * push file, with {@code queues=} for some queues only, {@code networks=} for addresses that are
 * not of the public internet, and {@code ca=} for certificates of authorities of one's own.
 *
 * @param host as in a target; a {@code *.} at its beginning stands for any names before it
 * @param keys of the signatures
 * @param queues whose tasks may go there
 * @param peers their networks and certificates
 * @param tasks whether tasks may name a target of their own there
 */
record Allowed(
    String scheme,
    String host,
    int port,
    List<PushKey> keys,
    QueuePatterns queues,
    Peers peers,
    boolean tasks) {
  private static final String ANY = "*.";

  /** A name that stands for those before it while the pattern is read as a URL. */
  private static final String SOME = "any.";

  /**
   * @param where a URL without a path
   * @throws IllegalArgumentException when it is none
   */
  static Allowed of(
      String where, List<PushKey> keys, QueuePatterns queues, Peers peers, boolean tasks) {
    int host = where.indexOf("://") + "://".length();
    boolean any = where.startsWith(ANY, host);
    PushTarget read =
        read(
            where,
            any ? where.substring(0, host) + SOME + where.substring(host + ANY.length()) : where);
    if (peers.ca() != null && !read.scheme().equals("https")) {
      throw new IllegalArgumentException("ca is for https, and allow is " + Quoted.of(where));
    }
    return new Allowed(
        read.scheme(),
        any ? ANY + read.host().substring(SOME.length()) : read.host(),
        read.port(),
        keys,
        queues,
        peers,
        tasks);
  }

  private static PushTarget read(String where, String url) {
    try {
      PushTarget read = new PushTarget(url, PushTarget.DEFAULT_METHOD, Map.of());
      if (url.indexOf('/', read.scheme().length() + "://".length()) < 0) {
        return read;
      }
    } catch (InvalidTaskException none) {
      throw new IllegalArgumentException(wrong(where), none);
    }
    throw new IllegalArgumentException(wrong(where));
  }

  private static String wrong(String where) {
    return "allow must be like https://hooks.example.com or http://*.example.com:8080, without a"
        + " path, is "
        + Quoted.of(where);
  }

  boolean matches(PushTarget target) {
    return target.scheme().equals(scheme) && target.port() == port && matches(target.host());
  }

  boolean reaches(QueueName queue) {
    return queues.match(queue.value());
  }

  private boolean matches(String name) {
    return host.startsWith(ANY)
        ? name.length() >= host.length() && name.endsWith(host.substring(1))
        : name.equals(host);
  }
}
