package io.sluice.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.gateway.access.Role;
import io.sluice.gateway.support.ApiDocument;
import io.sluice.gateway.support.ApiOperation;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestTokens;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A name that is made to point to this machine does not make its page one of ours. */
@Timeout(120)
class ServedHostsTest {
  private static final TestGateway GATEWAY = TestGateway.start();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:8080, true",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.8.9.1:99999, true",
    "127.0.0.1, localhost, true",
    "127.0.0.1, LocalHost:1234, true",
    "127.0.0.1, localhost.:1234, true",
    "127.0.0.1, [::1]:8080, true",
    "127.0.0.1, [0:0:0:0:0:0:0:1], true",
    "127.0.0.1, [::ffff:127.0.0.1]:80, true",
    "127.0.0.1, proxy.example:443, true",
    "127.0.0.1, PROXY.example., true",
    "127.0.0.1, evil.example:8080, false",
    "127.0.0.1, a.proxy.example, false",
    "127.0.0.1, localhost.evil.example, false",
    "127.0.0.1, 127.0.0.1.evil.example, false",
    "127.0.0.1, 0.0.0.0:8080, false",
    "127.0.0.1, 10.0.0.1, false",
    "127.0.0.1, dead.beef, false",
    "127.0.0.1, 1.2.3, false",
    "127.0.0.1, [fe80::1]:8080, false",
    "10.0.0.1, 10.0.0.1:8080, true",
    "10.0.0.1, 10.0.0.2:8080, false",
    "::1, [::1]:8080, true",
    "fd00::1, [fd00:0::1]:8080, true",
    "fd00::1, [fd00::2]:8080, false",
    "db.lan, DB.lan:8080, true",
    "0.0.0.0, 10.0.0.1:8080, true",
    "0.0.0.0, [fd00::2]:8080, true",
    "::, 10.0.0.1:8080, true",
    "0.0.0.0, evil.example, false",
  })
  void knowsByWhichNamesItIsReached(String bound, String host, boolean served) {
    ServedHosts hosts =
        ServedHosts.of(
            GatewayOptions.at(bound, 0).withAllowedHosts(Set.of("Proxy.example", "[fd00::9]")));
    HttpHeaders headers = new DefaultHttpHeaders().add("Host", host);

    if (served) {
      assertThatCode(() -> hosts.check(headers)).doesNotThrowAnyException();
    } else {
      String name = host.replaceAll("(?<=[^:]):[0-9]+$", "");
      assertThatThrownBy(() -> hosts.check(headers)).hasMessageContainingAll(name, "--allow-host");
    }
  }

  static List<ApiOperation> operations() {
    return ApiDocument.OURS.operations();
  }

  /** Probes ask by any name; they learn nothing that a page could use. */
  @ParameterizedTest
  @MethodSource("operations")
  void allThatWouldNeedATokenIsKeptFromOtherNames(ApiOperation operation) throws IOException {
    String head = ask(GATEWAY, operation, "evil.example");
    boolean refused = head.startsWith("HTTP/1.1 403 ");

    assertThat(refused).isEqualTo(!operation.role().isEmpty());
  }

  @Test
  void whatIsNoBrowserNeedNotTellAName() throws IOException {
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      raw.send("GET /v1/queues HTTP/1.0\r\n\r\n");
      assertThat(raw.readHead()).contains(" 200 OK");
    }
  }

  @Test
  void withTokensEveryNameWillDo() throws Exception {
    try (TestTokens tokens = new TestTokens()) {
      String token = tokens.add("reader", Role.VIEWER);
      try (TestGateway gateway = TestGateway.start(tokens);
          RawHttp raw = new RawHttp(gateway.gateway().port())) {
        raw.send(
            "GET /v1/queues HTTP/1.1\r\nHost: any.example\r\nAuthorization: Bearer "
                + token
                + "\r\n\r\n");
        assertThat(raw.readHead()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  private static String ask(TestGateway gateway, ApiOperation operation, String host)
      throws IOException {
    String path =
        operation
            .template()
            .replaceAll("\\{[a-z]+}", "x")
            .replace("/claims/stream", "/claims/stream?credits=0")
            .replace("/v1/events", "/v1/events?event=x");
    try (RawHttp raw = new RawHttp(gateway.gateway().port())) {
      raw.send(operation.method() + " " + path + " HTTP/1.1\r\nHost: " + host + ":8080\r\n\r\n");
      return raw.readHead();
    }
  }
}
