package io.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.testing.PemPair;
import io.sluice.testing.TestRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * A Redis that speaks TLS alone and asks clients for a certificate. Needs nothing of Boot's tests,
 * so that it runs on each version of Boot (ExamplesTest).
 */
class RedisBundleTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private static Path dir;

  private static TestRedis redis;

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({SslAutoConfiguration.class, SluiceAutoConfiguration.class})
  static class Application {}

  @BeforeAll
  static void startRedis() throws Exception {
    PemPair server = PemPair.in(dir, "server", "dns:localhost,ip:127.0.0.1");
    PemPair client = PemPair.in(dir, "client", "dns:client");
    redis = TestRedis.tls(server.certificate(), server.key(), client.certificate());
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Test
  void bothCertificatesOfABundleAreUsed() {
    try (ConfigurableApplicationContext application =
        started(trust("all", "server"), keys("all"), "spring.data.redis.ssl.bundle=all")) {
      assertThat(application.getBean(Sluice.class).health().block(SOON).ready()).isTrue();
    }
  }

  @Test
  void theSettingsOfTlsInABundleAreUsed() {
    String[] suites = {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"};
    try (ConfigurableApplicationContext application =
        started(
            trust("all", "server"),
            keys("all"),
            "spring.ssl.bundle.pem.all.options.enabled-protocols=TLSv1.3",
            "spring.ssl.bundle.pem.all.options.ciphers=" + String.join(",", suites),
            "spring.data.redis.ssl.bundle=all")) {
      assertThat(application.getBean(Sluice.class).config().redisTls().protocols())
          .containsExactly("TLSv1.3");
      assertThat(application.getBean(Sluice.class).config().redisTls().ciphers())
          .containsExactly(suites);
      assertThat(application.getBean(Sluice.class).health().block(SOON).ready()).isTrue();
    }
  }

  @Test
  void theAuthoritiesThatSluiceNamesTakeThePlaceOfThoseOfTheBundle() {
    try (ConfigurableApplicationContext application =
        started(
            trust("mine", "client"),
            keys("mine"),
            "spring.data.redis.ssl.bundle=mine",
            "sluice.redis-ca=" + dir.resolve("server.pem"))) {
      assertThat(application.getBean(Sluice.class).health().block(SOON).ready()).isTrue();
    }
  }

  @Test
  void aRedisThatTheBundleDoesNotTrustIsRefused() {
    assertThatThrownBy(
            () -> started(trust("other", "client"), "spring.data.redis.ssl.bundle=other"))
        .hasStackTraceContaining("its certificate is of nobody who is trusted here");
  }

  @Test
  void aRedisThatMissesACertificateSaysSo() {
    assertThatThrownBy(() -> started(trust("bare", "server"), "spring.data.redis.ssl.bundle=bare"))
        .hasStackTraceContaining("takes only clients that show a certificate which it trusts");
  }

  @Test
  void aBundleThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> started(trust("all", "server"), "spring.data.redis.ssl.bundle=wrong"))
        .rootCause()
        .hasMessage(
            "spring.data.redis.ssl.bundle names the SSL bundle 'wrong', and the application has"
                + " only all: write spring.ssl.bundle.pem.wrong.truststore.certificate or"
                + " spring.ssl.bundle.jks.wrong.truststore.location");
    assertThatThrownBy(() -> started("spring.data.redis.ssl.bundle=wrong"))
        .rootCause()
        .hasMessageContaining("'wrong', and the application has none: write");
  }

  @Test
  void aBundleWhoseFileIsNotThereIsNamed() {
    assertThatThrownBy(() -> started(trust("gone", "gone"), "spring.data.redis.ssl.bundle=gone"))
        .hasStackTraceContaining("gone.pem");
  }

  private static String trust(String bundle, String file) {
    return "spring.ssl.bundle.pem."
        + bundle
        + ".truststore.certificate=file:"
        + dir.resolve(file + ".pem");
  }

  private static String keys(String bundle) {
    String name = "spring.ssl.bundle.pem." + bundle + ".keystore.";
    return name
        + "certificate=file:"
        + dir.resolve("client.pem")
        + "\n"
        + name
        + "private-key=file:"
        + dir.resolve("client.key");
  }

  private static ConfigurableApplicationContext started(String... settings) {
    List<String> all = new ArrayList<>(List.of(String.join("\n", settings).split("\n", -1)));
    all.add("spring.data.redis.host=127.0.0.1");
    all.add("spring.data.redis.port=" + redis.port());
    all.add("spring.main.banner-mode=off");
    return new SpringApplicationBuilder(Application.class)
        .web(WebApplicationType.NONE)
        .properties(all.toArray(String[]::new))
        .run();
  }
}
