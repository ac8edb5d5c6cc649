package io.sluice.gateway.api.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.task.view.TaskView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A body of no form is the payload, and the query says the rest. */
@Timeout(120)
class PayloadAloneTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final String BYTES = "application/octet-stream";
  private static final String KEY = "Idempotency-Key";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void thePayloadIsTheBytesThatCame() throws Exception {
    String body = "\u0000\u0001 {not json\r\n\u00e9";
    try (RawHttp raw = new RawHttp(GATEWAY.gateway().port())) {
      raw.sendHead(
          "POST /v1/queues/bytes/tasks?type=a&id=b1 HTTP/1.1",
          "Content-Type: " + BYTES,
          "Prefer: return=minimal",
          "Content-Length: " + utf8(body).length);
      raw.send(body);

      assertThat(raw.readReply())
          .startsWith("HTTP/1.1 202")
          .contains("Location: /v1/queues/bytes/tasks/b1")
          .contains("Preference-Applied: return=minimal");
    }
    assertThat(task("bytes", "b1").payload()).isEqualTo(utf8(body));
  }

  @Test
  void aBodyThatIsJsonIsAJsonPayloadAndAnEmptyOneIsNone() {
    assertThat(post("json", "?type=a&id=1", "{\"x\":1}").status()).isEqualTo(202);
    assertThat(post("json", "?type=a&id=2", "").status()).isEqualTo(202);

    assertThat(shown("json", "1").at("/payload/x").asInt()).isEqualTo(1);
    assertThat(task("json", "2").payload()).isEmpty();
  }

  @Test
  void theQuerySaysTheOptions() {
    Reply reply =
        post(
            "options",
            "?type=mail.send&id=o1&delay=1h&priority=7&group=acme&cost=3&tags=a,b%20c&timeout=20s"
                + "&expiresIn=2h&retention=PT3H",
            "x");
    TaskView task = task("options", "o1");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.member("state")).isEqualTo("scheduled");
    assertThat(task.type()).isEqualTo("mail.send");
    assertThat(task.options().priorityOrDefault()).isEqualTo(7);
    assertThat(task.options().group()).isEqualTo("acme");
    assertThat(task.options().cost()).isEqualTo(3);
    assertThat(task.options().tags()).isEqualTo(List.of("a", "b c"));
    assertThat(post("options", "?type=a&runAt=2099-01-01T00:00:00%2B01:00", "x").member("runAt"))
        .isEqualTo("2098-12-31T23:00:00.000Z");
  }

  @Test
  void allBadParametersAreToldAtOnce() {
    Reply reply = post("bad", "?delay=soon&priority=x&cost=0&runAt=never", "x");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(pointers(reply))
        .containsExactlyInAnyOrder("/type", "/delay", "/priority", "/cost", "/runAt");
    assertThat(reply.text())
        .contains("type is required", "priority must be a whole number", "is 'soon'");
  }

  @Test
  void aParameterThatIsNotKnownIsRefusedWithTheOneThatWasMeant() {
    Reply unknown = post("bad", "?type=a&prioriti=1", "x");
    Reply twice = post("bad", "?type=a&type=b", "x");

    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.text()).contains("unknown query parameter 'prioriti'", "priority?");
    assertThat(twice.text()).contains("type is given 2 times");
  }

  @Test
  void aPayloadBeyondTheLimitIsRefused() {
    assertThat(post("large", "?type=a", "x".repeat(600 * 1024)).status()).isIn(413, 422);
    assertThat(post("large", "?type=a", "x".repeat(1024 * 1024 + 1)).status()).isEqualTo(413);
  }

  @Test
  void aKeyTellsTheWholeRequestApart() {
    assertThat(post("once", "?type=a&delay=1h", "x", KEY, "k").status()).isEqualTo(202);
    Reply again = post("once", "?type=a&delay=1h", "x", KEY, "k");
    Reply other = post("once", "?type=b&delay=1h", "x", KEY, "k");

    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.member("code")).isEqualTo("idempotency_mismatch");
  }

  @Test
  void aBodyOfAnotherTypeIsToldWhichOnesAreTaken() {
    assertThat(HTTP.postAs("text/plain", "/v1/queues/q/tasks", "x").text())
        .contains("send application/json", BYTES + " for a payload alone");
  }

  private static Reply post(String queue, String query, String body, String... headers) {
    return HTTP.postAs(BYTES, "/v1/queues/" + queue + "/tasks" + query, body, headers);
  }

  private static List<String> pointers(Reply reply) {
    return StreamSupport.stream(reply.json().path("errors").spliterator(), false)
        .map(error -> error.path("pointer").asString())
        .toList();
  }

  private static JsonNode shown(String queue, String id) {
    return HTTP.get("/v1/queues/" + queue + "/tasks/" + id + "?include=payload").json();
  }

  private static TaskView task(String queue, String id) {
    TaskView found = GATEWAY.sluice().tasks().find(queue, id).block(PATIENCE);
    assertThat(found).isNotNull();
    return found;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
