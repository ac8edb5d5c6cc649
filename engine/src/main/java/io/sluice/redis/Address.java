package io.sluice.redis;

import io.lettuce.core.RedisURI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where a Redis is. What is wrong is said without what may be secret. */
final class Address {
  private static final Pattern FORM =
      Pattern.compile(
          "rediss?://(?:[^@]*@)?(?<host>\\[[0-9A-Fa-f:.%]+]|[^@/:?#\\s]+)(?::(?<port>[^/]*))?(?:/(?<db>.*))?");
  private static final int MAX_PORT = 65_535;
  private static final int MAX_DATABASE_DIGITS = 9;

  /**
   * @throws IllegalArgumentException when it is none
   */
  static RedisURI of(String uri) {
    Matcher parts = FORM.matcher(uri);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "the URL of Redis must be redis://[user:password@]host[:port][/db], or rediss:// for"
              + " TLS, with @, : and / in a password as %40, %3A and %2F");
    }
    String port = parts.group("port");
    if (port != null && !isPort(port)) {
      throw new IllegalArgumentException(
          "the port in the URL of Redis must be from 1 to " + MAX_PORT + ", is '" + port + "'");
    }
    String database = parts.group("db");
    if (database != null
        && !database.isEmpty()
        && !database.matches("\\d{1," + MAX_DATABASE_DIGITS + "}")) {
      throw new IllegalArgumentException(
          "the database in the URL of Redis must be a number, as in redis://host:6379/0, is '"
              + database
              + "'");
    }
    try {
      return RedisURI.create(uri);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the URL of Redis cannot be read: a % in a user or password must be %25", e);
    }
  }

  private static boolean isPort(String text) {
    return text.matches("\\d{1,5}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= MAX_PORT;
  }

  private Address() {}
}
