package io.sluice.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page of another site makes a browser ask for is not done. */
class ForeignPageTest {
  private static final TestGateway GATEWAY = TestGateway.start();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @CsvSource({
    "POST /v1/queues/demo/resume, http://evil.example, 403",
    "POST /v1/queues/demo/resume, null, 403",
    "POST /v1/queues/demo/resume, http://127.0.0.1:1, 403",
    "POST /v1/queues/demo/resume, http://OURS, 200",
    "POST /v1/queues/demo/resume, https://OURS, 200",
    "GET /v1/queues, http://evil.example, 200",
  })
  void onlyOurOwnPagesMayChangeAnything(String what, String origin, int status) throws IOException {
    String host = "127.0.0.1:" + GATEWAY.gateway().port();
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      raw.send(
          what
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\nOrigin: "
              + origin.replace("OURS", host)
              + "\r\n\r\n");

      assertThat(raw.readHead()).startsWith("HTTP/1.1 " + status + " ");
    }
  }
}
