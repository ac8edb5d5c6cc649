package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.support.RedisText;
import io.sluice.gateway.support.SluiceProcess;
import io.sluice.gateway.support.TestCertificate;
import io.sluice.gateway.support.TlsProxy;
import io.sluice.task.SluiceException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisAddressTest {
  /** What it ends with when it could look: all well, or not. */
  private static final List<Integer> FOUND = List.of(0, 1);

  private static final String PASSWORD = "p@ss:w/rd%20 +#";
  private static final int CANNOT_CONNECT = 5;
  private static final EmbeddedRedis REDIS = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
  private static final int PORT = URI.create(REDIS.uri()).getPort();

  @TempDir private Path dir;

  @BeforeAll
  static void guard() throws Exception {
    RedisText.ask(PORT, "ACL SETUSER shop on >plain ~* &* +@all");
    RedisText.ask(PORT, "CONFIG SET requirepass \"" + PASSWORD + "\"");
  }

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @Test
  void isSpokenToInTlsOnlyIfItsCertificateIsTrustedAndHasItsName() throws Exception {
    TestCertificate local = TestCertificate.of("EC", "dns:localhost");
    String ca = local.writeCertificate(dir.resolve("ca")).toString();
    try (TlsProxy tls = new TlsProxy(local.context(), PORT)) {
      String named = "rediss://shop:plain@localhost:" + tls.port();
      String unnamed = "rediss://shop:plain@127.0.0.1:" + tls.port();

      assertThat(SluiceCommand.run("doctor", "--redis", named, "--redis-ca", ca)).isIn(FOUND);
      assertThat(refusal(unnamed, Path.of(ca))).contains("No subject alternative names matching");
      assertThat(refusal(named, null)).contains("unable to find valid certification path");
    }
  }

  private static String refusal(String uri, @Nullable Path ca) {
    try {
      Sluice.builder(SluiceConfig.of(uri).withRedisCa(ca)).connect();
    } catch (SluiceException refused) {
      Throwable cause = refused;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return String.valueOf(cause.getMessage());
    }
    throw new AssertionError("connected to " + uri);
  }

  @Test
  void takesItsPasswordFromTheEnvironment() throws Exception {
    String uri = "redis://127.0.0.1:" + PORT;

    assertThat(SluiceCommand.run("doctor", "--redis", uri)).isEqualTo(CANNOT_CONNECT);
    assertThat(doctor(Map.of("SLUICE_REDIS_URL", uri, "SLUICE_REDIS_PASSWORD", PASSWORD)))
        .isIn(FOUND);
    assertThat(doctor(Map.of("SLUICE_REDIS_URL", uri, "SLUICE_REDIS_PASSWORD", "wrong-p@ss")))
        .isEqualTo(CANNOT_CONNECT);
  }

  @Test
  void takesItsPasswordFromAFile() throws Exception {
    Path file = Files.writeString(dir.resolve("password"), "plain\n");
    Map<String, String> environment = Map.of("SLUICE_REDIS_PASSWORD_FILE", file.toString());

    assertThat(doctor(environment, "--redis", "redis://shop@127.0.0.1:" + PORT)).isIn(FOUND);
    assertThat(doctor(environment, "--redis", "redis://a:b@127.0.0.1:" + PORT)).isEqualTo(2);
  }

  private static int doctor(Map<String, String> environment, String... args) throws Exception {
    String[] line = Stream.concat(Stream.of("doctor"), Stream.of(args)).toArray(String[]::new);
    try (SluiceProcess process = SluiceProcess.start(environment, line)) {
      int code = process.exitCode();
      assertThat(String.join("\n", process.errors())).doesNotContain("p@ss", "plain", "\tat ");
      assertThat(process.remainingOutput()).noneMatch(out -> out.contains("p@ss"));
      return code;
    }
  }
}
