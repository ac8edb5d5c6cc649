package io.sluice.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.ApiDocument;
import io.sluice.gateway.support.ApiOperation;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a page of another site makes a browser ask for is not done. */
@Timeout(120)
class ForeignPageTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final String HOST = "127.0.0.1:" + GATEWAY.gateway().port();
  private static final String BROWSER = "User-Agent: Mozilla/5.0 (X11; Linux x86_64)";

  /** What browsers send for pages of other sites; how they are told apart does not matter here. */
  private static final List<List<String>> FOREIGN =
      List.of(
          List.of("Origin: http://evil.example"),
          List.of("Origin: http://127.0.0.1:1"),
          List.of("Origin: null"),
          List.of("Origin: http://" + HOST, "Origin: http://evil.example"),
          List.of("Origin: http://evil.example", "Sec-Fetch-Site: cross-site"),
          List.of("Sec-Fetch-Site: cross-site"),
          List.of("Sec-Fetch-Site: same-site"),
          List.of("Sec-Fetch-Site: Cross-Site", BROWSER),
          List.of("Sec-Fetch-Site: what-comes-later", BROWSER));

  private static final List<List<String>> OURS =
      List.of(
          List.of(),
          List.of("User-Agent: curl/7.88.1"),
          List.of("Origin: http://" + HOST),
          List.of("Origin: https://" + HOST, BROWSER),
          List.of("Origin: http://" + HOST, "Sec-Fetch-Site: same-origin", BROWSER),
          List.of("Sec-Fetch-Site: same-origin", BROWSER),
          List.of("Sec-Fetch-Site: none", BROWSER));

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  /** By the roles of the API document, and not by methods: a stream of claims is a GET. */
  static List<ApiOperation> acting() {
    return ApiDocument.OURS.operations().stream().filter(ForeignPageTest::acts).toList();
  }

  static List<ApiOperation> reading() {
    return ApiDocument.OURS.operations().stream().filter(each -> !acts(each)).toList();
  }

  private static boolean acts(ApiOperation operation) {
    return !List.of("", "viewer").contains(operation.role());
  }

  @ParameterizedTest
  @MethodSource("acting")
  void nothingThatActsIsDoneForAPageOfAnotherSite(ApiOperation operation) throws IOException {
    for (List<String> headers : FOREIGN) {
      assertThat(ask(operation, headers))
          .as("%s", headers)
          .startsWith("HTTP/1.1 403 ")
          .contains("\"forbidden\"", "may not send this request");
    }
  }

  @ParameterizedTest
  @MethodSource("acting")
  void ourOwnPagesAndWhatIsNoBrowserMayAct(ApiOperation operation) throws IOException {
    for (List<String> headers : OURS) {
      assertThat(ask(operation, headers))
          .as("%s", headers)
          .doesNotStartWith("HTTP/1.1 403 ")
          .doesNotStartWith("HTTP/1.1 5");
    }
  }

  @ParameterizedTest
  @MethodSource("reading")
  void whatOnlyReadsIsAnsweredAndLeftToTheBrowser(ApiOperation operation) throws IOException {
    for (List<String> headers : FOREIGN) {
      assertThat(ask(operation, headers))
          .as("%s", headers)
          .doesNotStartWith("HTTP/1.1 403 ")
          .doesNotContainIgnoringCase("Access-Control-Allow-Origin");
    }
  }

  @Test
  void aFormOfAnotherSiteEnqueuesNothing() throws IOException {
    String task = "{\"type\":\"a\"}";
    for (String type : List.of("text/plain", "application/json", "application/x-ndjson")) {
      try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
        raw.sendHead(
            "POST /v1/queues/form/tasks HTTP/1.1",
            "Origin: null",
            "Content-Type: " + type,
            "Content-Length: " + task.length());
        raw.send(task);

        assertThat(raw.readReply()).startsWith("HTTP/1.1 403 ");
      }
    }
    assertThat(GATEWAY.http().get("/v1/queues/form").status()).isEqualTo(404);
  }

  /** To an address of a network browsers do not say where the page of a plain GET is. */
  @Test
  void aGetOfABrowserThatTellsNothingTakesNoTasks() throws IOException {
    GATEWAY.http().enqueue("held", "{\"type\":\"a\"}");
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      raw.sendHead("GET /v1/queues/held/claims/stream?credits=1000 HTTP/1.1", BROWSER);
      assertThat(raw.readReply()).startsWith("HTTP/1.1 403 ").contains("Origin", "Sec-Fetch-Site");
    }
    assertThat(GATEWAY.http().get("/v1/queues/held").json().path("counts").path("ready").asInt())
        .isEqualTo(1);
  }

  private static String ask(ApiOperation operation, List<String> headers) throws IOException {
    String path =
        operation
            .template()
            .replaceAll("\\{[a-z]+}", "x")
            // These would not end.
            .replace("/claims/stream", "/claims/stream?credits=0")
            .replace("/v1/events", "/v1/events?event=x");
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      List<String> head = new ArrayList<>();
      head.add(operation.method() + " " + path + " HTTP/1.1");
      head.add("Host: " + HOST);
      head.addAll(headers);
      raw.send(String.join("\r\n", head) + "\r\n\r\n");
      return raw.readReply();
    }
  }
}
