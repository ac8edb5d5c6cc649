package io.sluice.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads where a Redis is. What is wrong is said without what may be secret. */
public final class Address {
  private static final Pattern FORM =
      Pattern.compile(
          "rediss?://(?:[^@]*@)?(?<host>\\[[0-9A-Fa-f:.%]+]|[^@/:?#\\s]+)(?::(?<port>[^/]*))?(?:/(?<db>.*))?");
  private static final Pattern SENTINEL_FORM =
      Pattern.compile(
          "rediss?-sentinel://(?:[^@]*@)?(?<hosts>[^@/?#\\s]+)(?:/(?<db>[^?#]*))?(?:\\?(?<query>[^#]*))?"
              + "(?:#(?<name>.*))?");
  private static final Pattern CLUSTER_FORM =
      Pattern.compile(
          "(?<scheme>rediss?)-cluster://(?<login>[^@]*@)?(?<hosts>[^@/?#\\s]+)(?:/0?)?");
  private static final Pattern HOST =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.%]+]|[^:\\[\\]]+)(?::(?<port>.*))?");
  private static final Pattern SENTINEL_LOGIN =
      Pattern.compile("sentinel=(?:(?<user>[^:&]+):)?(?<password>[^:&]+)");
  private static final int MAX_PORT = 65_535;
  private static final int MAX_DATABASE_DIGITS = 9;

  /**
   * @throws IllegalArgumentException when it is none
   */
  public static RedisURI of(String uri) {
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

  /** Whether it is one of the nodes of a Cluster. */
  public static boolean isCluster(String uri) {
    return uri.startsWith("redis-cluster:") || uri.startsWith("rediss-cluster:");
  }

  /**
   * The nodes of a Cluster that are named, each with the login and the TLS that all have.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static List<RedisURI> ofCluster(String uri) {
    Matcher parts = CLUSTER_FORM.matcher(uri);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "the URL of a Cluster must be redis-cluster://[user:password@]host[:port][,host[:port]…],"
              + " or rediss-cluster:// for TLS, with @, : and / in a password as %40, %3A and %2F;"
              + " a Cluster has no databases but 0");
    }
    String login = parts.group("login") == null ? "" : parts.group("login");
    List<RedisURI> nodes = new ArrayList<>();
    for (String each : parts.group("hosts").split(",", -1)) {
      requireHost("Cluster", each);
      nodes.add(created(parts.group("scheme") + "://" + login + each));
    }
    return List.copyOf(nodes);
  }

  /** For messages, without user and password. */
  public static String shown(RedisURI uri) {
    return uri.getSentinels().isEmpty()
        ? uri.getHost() + ":" + uri.getPort()
        : "the master '"
            + uri.getSentinelMasterId()
            + "' by the Sentinels "
            + uri.getSentinels().stream()
                .map(each -> each.getHost() + ":" + each.getPort())
                .collect(Collectors.joining(", "));
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
      requireHost("Sentinels", each);
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

  private static void requireHost(String whose, String text) {
    Matcher host = HOST.matcher(text);
    if (!host.matches()) {
      throw new IllegalArgumentException(
          "the URL of the " + whose + " must name hosts with commas between, has '" + text + "'");
    }
    requirePort(host.group("port"));
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
