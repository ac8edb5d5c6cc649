package io.sluice.spring;

import io.sluice.config.RedisTls;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * The Redis of {@code spring.data.redis.*}, whose names are the same in all versions of Boot; the
 * classes that Boot reads them into are not.
 */
record SpringRedis(
    @Nullable String url,
    @DefaultValue("localhost") String host,
    @DefaultValue("6379") int port,
    @DefaultValue("0") int database,
    @Nullable String username,
    @Nullable String password,
    @Nullable Ssl ssl,
    @Nullable Sentinel sentinel,
    @Nullable Cluster cluster) {
  private static final String BUNDLE = "spring.data.redis.ssl.bundle";

  record Ssl(@Nullable Boolean enabled, @Nullable String bundle) {
    boolean isOn() {
      return enabled == null ? bundle != null : enabled;
    }
  }

  record Sentinel(
      String master, List<String> nodes, @Nullable String username, @Nullable String password) {}

  record Cluster(List<String> nodes) {}

  static SpringRedis in(Environment environment) {
    return Binder.get(environment).bindOrCreate("spring.data.redis", SpringRedis.class);
  }

  /** As an engine takes it. */
  String uri() {
    boolean tls = ssl != null && ssl.isOn();
    if (url != null) {
      return tls ? url.replaceFirst("^redis(?=[:-])", "rediss") : url;
    }
    String scheme = tls ? "rediss" : "redis";
    if (cluster != null) {
      return scheme + "-cluster://" + login(username, password) + String.join(",", cluster.nodes);
    }
    if (sentinel != null) {
      return scheme
          + "-sentinel://"
          + login(username, password)
          + String.join(",", sentinel.nodes)
          + "/"
          + database
          + (sentinel.password == null
              ? ""
              : "?sentinel=" + secret(sentinel.username, sentinel.password))
          + "#"
          + sentinel.master;
    }
    return scheme + "://" + login(username, password) + host + ":" + port + "/" + database;
  }

  /**
   * What its SSL bundle has; the files of the bundle are read here.
   *
   * @throws IllegalStateException when there is no such bundle
   */
  RedisTls tls(@Nullable SslBundles bundles) {
    String name = ssl == null || !ssl.isOn() ? null : ssl.bundle;
    if (name == null || name.isEmpty()) {
      return RedisTls.DEFAULT;
    }
    SslBundle bundle = bundle(name, bundles);
    return new RedisTls(
        bundle.getManagers().getTrustManagerFactory(),
        bundle.getManagers().getKeyManagerFactory(),
        listed(bundle.getOptions().getEnabledProtocols()),
        listed(bundle.getOptions().getCiphers()));
  }

  private static SslBundle bundle(String name, @Nullable SslBundles bundles) {
    List<String> known = bundles == null ? List.of() : bundles.getBundleNames();
    if (bundles == null || !known.contains(name)) {
      throw new IllegalStateException(
          BUNDLE
              + " names the SSL bundle '"
              + name
              + "', and the application has "
              + (known.isEmpty() ? "none" : "only " + String.join(", ", known))
              + ": write spring.ssl.bundle.pem."
              + name
              + ".truststore.certificate or spring.ssl.bundle.jks."
              + name
              + ".truststore.location");
    }
    return bundles.getBundle(name);
  }

  private static List<String> listed(String @Nullable [] names) {
    return names == null ? List.of() : List.of(names);
  }

  private static String login(@Nullable String user, @Nullable String password) {
    return password == null || password.isEmpty()
        ? ""
        : (user == null ? "" : encoded(user)) + ":" + encoded(password) + "@";
  }

  private static String secret(@Nullable String user, String password) {
    return (user == null || user.isEmpty() ? "" : encoded(user) + ":") + encoded(password);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Without what may be secret. */
  @Override
  public String toString() {
    return "SpringRedis[" + host + ":" + port + "]";
  }
}
