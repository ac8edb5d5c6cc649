package io.sluice.redis.link;

import io.lettuce.core.RedisClient;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;

/**
 * The versions of the libraries that this process has, which a framework may have chosen. A version
 * is empty where the library does not tell it, as in a jar that holds several.
 */
record Libraries(String lettuce, String netty, String reactor) {
  private static final int[] LEAST_LETTUCE = {6, 6};
  private static final int[] LEAST_NETTY = {4, 1};
  private static final int[] LEAST_REACTOR = {3, 7};

  /** From this Lettuce on it needs this Netty. */
  private static final int[] NEWER_LETTUCE = {7, 0};

  private static final int[] NETTY_OF_NEWER_LETTUCE = {4, 2};

  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

  /** Reads files of the class path, so that it may block. */
  static Libraries found() {
    return new Libraries(
        ofMaven(RedisClient.class, "io.lettuce/lettuce-core"),
        ofMaven(GlobalEventExecutor.class, "io.netty/netty-common"),
        ofManifest(Flux.class));
  }

  /**
   * @throws IllegalStateException when one of them is too old; says which, and what to write
   */
  void require() {
    if (isBelow(lettuce, LEAST_LETTUCE)) {
      throw new IllegalStateException(
          "Lettuce "
              + lettuce
              + " is too old for Sluice, which needs 6.6 or later: manage"
              + " io.lettuce:lettuce-core:6.8.2.RELEASE in the pom; beside Spring Data Redis take a"
              + " newer Spring Boot (3.5 or later) instead");
    }
    if (isBelow(netty, LEAST_NETTY)) {
      throw new IllegalStateException(
          "Netty "
              + netty
              + " is too old for Sluice, which needs 4.1 or later: import io.netty:netty-bom in the"
              + " pom");
    }
    boolean isNewerLettuce = VERSION.matcher(lettuce).matches() && !isBelow(lettuce, NEWER_LETTUCE);
    if (isNewerLettuce && isBelow(netty, NETTY_OF_NEWER_LETTUCE)) {
      throw new IllegalStateException(
          "Lettuce "
              + lettuce
              + " needs Netty 4.2, and Netty "
              + netty
              + " is there: manage io.lettuce:lettuce-core:6.8.2.RELEASE in the pom, or import"
              + " io.netty:netty-bom in version 4.2 where the framework runs with that");
    }
    if (isBelow(reactor, LEAST_REACTOR)) {
      throw new IllegalStateException(
          "Reactor "
              + reactor
              + " is too old for Sluice, which needs 3.7 or later: import"
              + " io.projectreactor:reactor-bom in version 2024.0 or later in the pom");
    }
  }

  /** For people. */
  String shown() {
    return "Lettuce "
        + known(lettuce)
        + ", Netty "
        + known(netty)
        + ", Reactor "
        + known(reactor)
        + ", Java "
        + Runtime.version();
  }

  private static String known(String version) {
    return version.isEmpty() ? "(version not told)" : version;
  }

  /** What is not known is not too old. */
  private static boolean isBelow(String version, int[] least) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return false;
    }
    int major = Integer.parseInt(parts.group(1));
    int minor = Integer.parseInt(parts.group(2));
    return major < least[0] || (major == least[0] && minor < least[1]);
  }

  private static String ofMaven(Class<?> type, String artifact) {
    try (InputStream in =
        type.getResourceAsStream("/META-INF/maven/" + artifact + "/pom.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "");
    } catch (IOException | IllegalArgumentException unreadable) {
      return "";
    }
  }

  /** A jar that holds several libraries has the manifest of none of them. */
  private static String ofManifest(Class<?> type) {
    boolean isInOurJar =
        type.getProtectionDomain().getCodeSource() != null
            && type.getProtectionDomain()
                .getCodeSource()
                .equals(Libraries.class.getProtectionDomain().getCodeSource());
    String version = isInOurJar ? null : type.getPackage().getImplementationVersion();
    return version == null ? "" : version;
  }
}
