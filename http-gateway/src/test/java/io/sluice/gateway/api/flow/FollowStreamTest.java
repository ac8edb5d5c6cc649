package io.sluice.gateway.api.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.api.Problems;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FollowStreamTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final Pattern VALUE = Pattern.compile("\"value\":(\\d+)");
  private static final Pattern ID = Pattern.compile("(?m)^id: (\\S+)$");

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void givesEachItemAndTheTaskAtTheEnd() {
    String path = counts("{\"to\":3,\"ms\":20}");
    Reply reply = HTTP.get(path);
    List<String> events = List.of(reply.text().split("\n\n"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(events).hasSize(5);
    assertThat(events.get(0)).isEqualTo("retry: 3000");
    assertThat(events.get(1))
        .matches("id: (\\d+):1\nevent: item\ndata: \\{\"run\":\\1,\"index\":0,\"value\":1}");
    assertThat(events.get(4)).startsWith("id: end\nevent: task.succeeded\ndata: {\"id\":");
    assertThat(values(reply.text())).containsExactly("1", "2", "3");
  }

  @Test
  void givesItemsAsTheyAreEmitted() throws Exception {
    String path = counts("{\"to\":2,\"ms\":700}");
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      raw.sendHead("GET " + path + " HTTP/1.1");
      raw.readHead();
      assertThat(raw.readChunk()).isEqualTo("retry: 3000\n\n");
      assertThat(raw.readChunk()).contains("event: item\n", "\"value\":1}");
      assertThat(HTTP.get(path.replace("/stream", "")).text()).contains("\"state\":\"running\"");
      assertThat(raw.readChunk()).contains("event: item\n", "\"value\":2}");
      assertThat(raw.readChunk()).contains("event: task.succeeded\n");
      assertThat(raw.readChunk()).isEmpty();
    }
  }

  @Test
  void goesOnAfterTheLastEvent() {
    String path = counts("{\"to\":4,\"ms\":0}");
    String all = HTTP.get(path).text();
    List<String> ids = ID.matcher(all).results().map(id -> id.group(1)).toList();

    assertThat(values(HTTP.get(path, "Last-Event-ID", ids.get(1)).text()))
        .containsExactly("3", "4");
    assertThat(HTTP.get(path, "Last-Event-ID", ids.get(3)).text())
        .startsWith("retry: 3000\n\nid: end\n");
    assertThat(HTTP.get(path, "Last-Event-ID", "").text()).isEqualTo(all);
    assertThat(HTTP.get(path, "Last-Event-ID", "end").status()).isEqualTo(204);
  }

  @Test
  void tellsThatTheItemsOfARunThatFailedAreVoid() {
    String path = counts("{\"to\":2,\"ms\":100,\"fails\":1}", ",\"retry\":{\"initial\":\"100ms\"}");
    String told = HTTP.get(path).text();

    assertThat(told.replaceAll("(?s)(id|data): [^\n]*\n", ""))
        .containsSubsequence(
            "event: item\n", "event: void\n", "event: item\n", "event: task.succeeded\n");
    assertThat(values(told.substring(told.indexOf("event: void")))).containsExactly("1", "2");
    String ofVoid = told.substring(told.lastIndexOf("id: ", told.indexOf("event: void")) + 4);
    assertThat(ofVoid).matches("(?s)\\d+:void\n.*");
    assertThat(HTTP.get(path, "Last-Event-ID", ofVoid.substring(0, ofVoid.indexOf('\n'))).text())
        .doesNotContain("event: void");
  }

  @Test
  void tellsOfATaskThatDied() {
    String path = counts("{\"to\":1,\"ms\":0,\"fails\":9}", ",\"retry\":{\"maxAttempts\":1}");

    assertThat(HTTP.get(path).text()).contains("id: end\nevent: task.dead\n").contains("failure");
  }

  @Test
  void refusesWhatItCannotFollow() {
    Problems.check(HTTP.get("/v1/queues/demo/tasks/nope/stream"), 404, "unknown_task");
    String path = counts("{\"to\":1,\"ms\":0}");
    Problems.check(HTTP.get(path + "?x=1"), 422, "validation_failed");
    Reply reply = HTTP.get(path, "Last-Event-ID", "7");
    Problems.check(reply, 422, "validation_failed");
    assertThat(reply.text())
        .contains("header Last-Event-ID must be the id of an event of this stream, is");
    assertThat(HTTP.get("/v1/queues/demo/tasks/nope/stream", "Last-Event-ID", "unknown").status())
        .isEqualTo(204);
  }

  private static String counts(String payload) {
    return counts(payload, "");
  }

  private static String counts(String payload, String more) {
    return HTTP.enqueue("demo", "{\"type\":\"demo.count\",\"payload\":" + payload + more + "}")
            .header("Location")
        + "/stream";
  }

  private static List<String> values(String events) {
    return VALUE.matcher(events).results().map((MatchResult value) -> value.group(1)).toList();
  }
}
