package io.sluice.gateway.api.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.api.Problems;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Workers in any language that emit. */
@Timeout(60)
class EmitItemsTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final Pattern VALUE = Pattern.compile("\"value\":(.*)}\n");
  private static final String AT = "/v1/queues/pages";

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void keepsItemsOfATaskThatTheSessionRuns() {
    Reply claimed = claimed();

    assertThat(emit(claimed, 0, "{\"a\": 1.50}", "null").text())
        .isEqualTo("{\"status\":\"kept\",\"kept\":2}");
    assertThat(emit(claimed, 1, "null", "\"x\"").text())
        .isEqualTo("{\"status\":\"kept\",\"kept\":2}");
    assertThat(emit(claimed, 9, "1").text()).isEqualTo("{\"status\":\"gap\",\"kept\":0}");
    settle(claimed);

    assertThat(emit(claimed, 3, "1").text()).isEqualTo("{\"status\":\"token_lost\",\"kept\":0}");
    String path = AT + "/tasks/" + task(claimed).path("id").asString() + "/stream";
    List<String> values =
        VALUE.matcher(HTTP.get(path).text()).results().map(value -> value.group(1)).toList();
    assertThat(values.subList(0, 3)).containsExactly("{\"a\": 1.50}", "null", "\"x\"");
  }

  @Test
  void saysThatAStreamIsFull() {
    Reply claimed = claimed();
    String large = '"' + "x".repeat(200_000) + '"';

    assertThat(emit(claimed, 0, large, large, large).text()).contains("\"kept\":3");
    assertThat(emit(claimed, 3, large, large, large).text())
        .isEqualTo("{\"status\":\"full\",\"kept\":2}");
  }

  @Test
  void refusesWhatIsNoEmit() {
    Problems.check(HTTP.post(AT + "/claims/emit", "{}"), 422, "validation_failed");
    Problems.check(
        HTTP.post(
            AT + "/claims/emit",
            "{\"session\":\"a\",\"id\":\"a\",\"token\":\"t\",\"from\":-1,\"items\":[1]}"),
        422,
        "validation_failed");
    String many =
        IntStream.range(0, 257).mapToObj(String::valueOf).collect(Collectors.joining(","));
    Problems.check(
        HTTP.post(
            AT + "/claims/emit",
            "{\"session\":\"a\",\"id\":\"a\",\"token\":\"t\",\"from\":0,\"items\":[" + many + "]}"),
        422,
        "validation_failed");
    assertThat(
            HTTP.post(
                    AT + "/claims/emit",
                    "{\"session\":\"a\",\"id\":\"a\",\"token\":\"t\",\"from\":0,\"items\":[1]}")
                .text())
        .contains("token_lost");
  }

  private static Reply claimed() {
    HTTP.enqueue("pages", "{\"type\":\"read\"}");
    return HTTP.post(AT + "/claims", "{\"max\":1,\"wait\":\"5s\"}");
  }

  private static JsonNode task(Reply claimed) {
    return claimed.json().path("tasks").path(0);
  }

  private static Reply emit(Reply claimed, int from, String... items) {
    return HTTP.post(
        AT + "/claims/emit",
        "{%s,\"from\":%d,\"items\":[%s]}"
            .formatted(ofTask(claimed), from, String.join(",", items)));
  }

  private static void settle(Reply claimed) {
    JsonNode task = task(claimed);
    HTTP.post(
        AT + "/claims/settle",
        "{\"session\":\"%s\",\"outcomes\":[{\"id\":\"%s\",\"token\":\"%s\",\"outcome\":\"succeed\"}]}"
            .formatted(
                claimed.member("session"),
                task.path("id").asString(),
                task.path("token").asString()));
  }

  private static String ofTask(Reply claimed) {
    return "\"session\":\"%s\",\"id\":\"%s\",\"token\":\"%s\""
        .formatted(
            claimed.member("session"),
            task(claimed).path("id").asString(),
            task(claimed).path("token").asString());
  }
}
