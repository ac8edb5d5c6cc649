package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import java.net.URLDecoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads where a Redis is. What is wrong is said without what may be secret. */
final class Address {
  private static final Pattern FORM =
      Pattern.compile(
          "rediss?://(?:[^@]*@)?(?<host>\\[[0-9A-Fa-f:.%]+]|[^@/:?#\\s]+)(?::(?<port>[^/]*))?(?:/(?<db>.*))?");
  private static final Pattern SENTINEL_FORM =
      Pattern.compile(
          "rediss?-sentinel://(?:[^@]*@)?(?<hosts>[^@/?#\\s]+)(?:/(?<db>[^?#]*))?(?:\\?(?<query>[^#]*))?"
              + "(?:#(?<name>.*))?");
  private static final Pattern HOST =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]]+)(?::(?<port>.*))?");
  private static final Pattern SENTINEL_LOGIN =
      Pattern.compile("sentinel=(?:(?<user>[^:&]+):)?(?<password>[^:&]+)");
  private static final int MAX_PORT = 65_535;
  private static final int MAX_DATABASE_DIGITS = 9;

  /**
   * @throws IllegalArgumentException when it is none
   */
  static RedisURI of(String uri) {
    if (uri.startsWith("redis-cluster://") || uri.startsWith("rediss-cluster://")) {
      throw new IllegalArgumentException(
          "the URL of Redis names a Cluster, which is not supported yet: give a Redis as"
              + " redis://host:port, or the Sentinels of one as redis-sentinel://host:port#NAME");
    }
    if (uri.startsWith("redis-sentinel:") || uri.startsWith("rediss-sentinel:")) {
      return ofSentinels(uri);
    }
    Matcher parts = FORM.matcher(uri);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "the URL of Redis must be redis://[user:password@]host[:port][/db], or rediss:// for"
              + " TLS, with @, : and / in a password as %40, %3A and %2F");
    }
    requirePort(parts.group("port"));
    requireDatabase(parts.group("db"));
    return created(uri);
  }

  /** Each Sentinel gets a login only where the URL has one for them: many have none. */
  private static RedisURI ofSentinels(String uri) {
    Matcher parts = SENTINEL_FORM.matcher(uri);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "the URL of the Sentinels must be"
              + " redis-sentinel://[user:password@]host[:port][,host[:port]…][/db][?sentinel=[user:]password]#NAME,"
              + " or rediss-sentinel:// for TLS, with @, :, & and / in a password as %40, %3A, %26"
              + " and %2F");
    }
    for (String each : parts.group("hosts").split(",", -1)) {
      Matcher host = HOST.matcher(each);
      if (!host.matches()) {
        throw new IllegalArgumentException(
            "the URL of the Sentinels must name hosts with commas between, has '" + each + "'");
      }
      requirePort(host.group("port"));
    }
    requireDatabase(parts.group("db"));
    String name = parts.group("name");
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException(
          "the URL of the Sentinels must end with # and the name that they have for the master, as"
              + " in redis-sentinel://host:26379#NAME");
    }
    String query = parts.group("query");
    Matcher login = SENTINEL_LOGIN.matcher(query == null ? "" : query);
    if (query != null && !login.matches()) {
      throw new IllegalArgumentException(
          "what follows ? in the URL of the Sentinels must be sentinel=password or"
              + " sentinel=user:password");
    }
    RedisURI made = created(uri.replaceFirst("\\?[^#]*", ""));
    if (query != null) {
      RedisCredentials credentials = credentials(login.group("user"), login.group("password"));
      made.getSentinels()
          .forEach(each -> each.setCredentialsProvider(() -> Mono.just(credentials)));
    }
    return made;
  }

  private static RedisCredentials credentials(@Nullable String user, String password) {
    try {
      return RedisCredentials.just(
          user == null ? null : URLDecoder.decode(user.replace("+", "%2B"), UTF_8),
          URLDecoder.decode(password.replace("+", "%2B"), UTF_8));
    } catch (IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private static void requirePort(@Nullable String port) {
    if (port != null && !isPort(port)) {
      throw new IllegalArgumentException(
          "the port in the URL of Redis must be from 1 to " + MAX_PORT + ", is '" + port + "'");
    }
  }

  private static void requireDatabase(@Nullable String database) {
    if (database != null
        && !database.isEmpty()
        && !database.matches("\\d{1," + MAX_DATABASE_DIGITS + "}")) {
      throw new IllegalArgumentException(
          "the database in the URL of Redis must be a number, as in redis://host:6379/0, is '"
              + database
              + "'");
    }
  }

  private static RedisURI created(String uri) {
    try {
      return RedisURI.create(uri);
    } catch (IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private static IllegalArgumentException unreadable(IllegalArgumentException cause) {
    return new IllegalArgumentException(
        "the URL of Redis cannot be read: a % in a user or password must be %25", cause);
  }

  private static boolean isPort(String text) {
    return text.matches("\\d{1,5}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= MAX_PORT;
  }

  private Address() {}
}
