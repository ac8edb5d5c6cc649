package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.sluice.gateway.support.FakeServer;
import io.sluice.gateway.support.FreePort;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServer;

class ServerOptionsTest {
  private static final String PASSWORD = "changeit";
  private static final String NO_QUEUES = "{\"items\":[]}";

  @TempDir private Path dir;

  @Test
  void endsWith5WhenNobodyListens() throws Exception {
    int port = FreePort.find();

    CommandRun run = CommandRun.of("queues", "--server", "http://127.0.0.1:" + port);

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err().strip())
        .isEqualTo(
            "sluice: no connection to http://127.0.0.1:"
                + port
                + ": the connection was refused; is 'sluice serve' running?");
  }

  @Test
  void endsWith5WhenItIsCutOffBeforeTheAnswer() {
    try (FakeServer server =
        FakeServer.start(
            routes ->
                routes.get(
                    "/v1/queues",
                    (request, response) ->
                        Mono.fromRunnable(() -> response.withConnection(Connection::dispose))))) {
      CommandRun run = CommandRun.of("queues", "--server", server.url());

      assertThat(run.exitCode()).isEqualTo(5);
      assertThat(run.err()).contains("the connection was closed before the answer");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8080",
        "ftp://host",
        "http://",
        "http://a b",
        "http://u:p@host",
        "http://h?q"
      })
  void endsWith2WhenTheServerIsNoUrl(String url) {
    assertThat(CommandRun.of("queues", "--server", url).exitCode()).isEqualTo(2);
  }

  @Test
  void endsWith2WhenTheCertificatesCannotBeRead() {
    CommandRun run = CommandRun.of("queues", "--server=https://127.0.0.1", "--ca=no.such.file");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--ca no.such.file cannot be used");
  }

  @Test
  void theTokenIsSentAndNeverShown() {
    AtomicReference<String> sent = new AtomicReference<>();
    try (FakeServer server =
        FakeServer.start(
            routes ->
                routes.get(
                    "/v1/queues",
                    (request, response) -> {
                      sent.set(request.requestHeaders().get("Authorization"));
                      return response
                          .status(401)
                          .header("X-Request-Id", "r1")
                          .sendString(
                              Mono.just(
                                  "{\"title\":\"A valid token is"
                                      + " required\",\"code\":\"unauthenticated\"}"));
                    }))) {
      CommandRun run = CommandRun.of("queues", "--server", server.url(), "--token", "s3cret");

      assertThat(sent).hasValue("Bearer s3cret");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().strip())
          .isEqualTo("sluice: A valid token is required (unauthenticated, request r1)");
      assertThat(run.out() + run.err()).doesNotContain("s3cret");
    }
  }

  @Test
  void anAnswerThatIsNoProblemIsToldByItsStatus() {
    try (FakeServer server =
        FakeServer.start(
            routes ->
                routes.get(
                    "/v1/queues",
                    (request, response) ->
                        response.status(502).sendString(Mono.just("<html>bad gateway</html>"))))) {
      CommandRun run = CommandRun.of("queues", "--server", server.url() + "/");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().strip()).isEqualTo("sluice: HTTP status 502");
    }
  }

  @Test
  void aServerWithAnAuthorityOfItsOwnIsTrustedByItsCertificateOnly() throws Exception {
    Path store = dir.resolve("store.p12");
    Path certificate = dir.resolve("ca.pem");
    keytool(
        "-genkeypair -alias s -keyalg EC -dname CN=test -ext san=ip:127.0.0.1 -storetype PKCS12"
            + " -keystore "
            + store);
    keytool("-exportcert -rfc -alias s -keystore " + store + " -file " + certificate);
    try (FakeServer server =
        FakeServer.of(
            HttpServer.create().port(0).secure(tls -> tls.sslContext(context(store))),
            "https",
            routes ->
                routes.get(
                    "/v1/queues",
                    (request, response) ->
                        response
                            .header("Content-Type", "application/json")
                            .sendString(Mono.just(NO_QUEUES))))) {
      CommandRun trusted =
          CommandRun.of(
              "queues", "-o", "json", "--server", server.url(), "--ca", certificate.toString());
      CommandRun unknown = CommandRun.of("queues", "--server", server.url());

      assertThat(trusted.exitCode()).as(trusted.err()).isZero();
      assertThat(trusted.out().strip()).isEqualTo(NO_QUEUES);
      assertThat(unknown.exitCode()).isEqualTo(5);
      assertThat(unknown.err()).contains("TLS failed", "--ca names who vouches for it");
    }
  }

  private static void keytool(String words) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder((tool + " " + words + " -storepass " + PASSWORD).split(" ", -1))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static SslContext context(Path store) {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD.toCharArray());
      return SslContextBuilder.forServer(factory).build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
