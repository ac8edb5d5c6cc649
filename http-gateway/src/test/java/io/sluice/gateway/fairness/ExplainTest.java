package io.sluice.gateway.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class ExplainTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  /** Two tasks of one group, of which one has started; the other one says why it has not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "queue_limit|{\"maxConcurrency\":1}",
        "group_limit|{\"groups\":{\"a\":{\"maxConcurrency\":1}}}",
        "rate|{\"rateLimit\":{\"limit\":1,\"per\":\"1h\"}}",
        "rate|{\"groups\":{\"a\":{\"rate\":{\"limit\":1,\"per\":\"1h\"}}}}",
      })
  void aLimitThatHoldsATaskIsNamed(String code, String settings) {
    Claims queue = new Claims(HTTP, "limited-" + Integer.toHexString(settings.hashCode()));
    queue.settings(settings);
    queue.enqueue(2, "t-", ",\"group\":\"a\"");
    assertThat(queue.claimed(2)).containsExactly("t-0");

    JsonNode why = explained(queue, "t-1");

    assertThat(why.path("state").asString()).isEqualTo("ready");
    assertThat(codes(why)).contains(code, "position");
    JsonNode reason = why.path("reasons").path(codes(why).indexOf(code));
    assertThat(reason.path("detail").asString()).isNotEmpty();
    if (code.equals("rate")) {
      assertThat(Instant.parse(reason.path("until").asString())).isAfter(Instant.now());
      assertThat(why.has("expectedStart")).isTrue();
    }
    assertThat(codes(explained(queue, "t-0"))).isEmpty();
  }

  @Test
  void aPauseADelayAndAMissingWorkerAreNamed() {
    Claims queue = new Claims(HTTP, "others");
    queue.settings("{}");
    queue.enqueue("now", "");
    queue.enqueue("later", ",\"delay\":\"1h\"");

    assertThat(codes(explained(queue, "now"))).containsExactly("no_worker", "position");
    HTTP.post(queue.at() + "/pause", "{\"for\":\"1h\"}");
    JsonNode paused = explained(queue, "now");
    assertThat(codes(paused)).startsWith("paused");
    assertThat(Instant.parse(paused.at("/reasons/0/until").asString())).isAfter(Instant.now());
    JsonNode later = explained(queue, "later");
    assertThat(later.path("state").asString()).isEqualTo("scheduled");
    assertThat(codes(later)).contains("paused", "delay");
  }

  @Test
  void aWorkerOfOtherTypesIsNoWorkerOfIt() {
    Claims queue = new Claims(HTTP, "typed");
    queue.settings("{}");
    queue.enqueue("a", "");

    HTTP.post(queue.at() + "/claims", "{\"types\":[\"other\"]}");
    assertThat(codes(explained(queue, "a"))).contains("no_worker");
    HTTP.post(queue.at() + "/claims", "{\"types\":[\"other\",\"work\"],\"max\":1}");
    queue.enqueue("b", "");
    assertThat(codes(explained(queue, "b"))).doesNotContain("no_worker");
  }

  @Test
  void aWorkerIsOneOfTheTypesOfItsLastClaim() {
    Claims queue = new Claims(HTTP, "retyped");
    queue.settings("{}");
    String session = HTTP.post(queue.at() + "/claims", "{\"types\":[\"work\"]}").member("session");
    queue.enqueue("a", "");
    assertThat(codes(explained(queue, "a"))).doesNotContain("no_worker");

    HTTP.post(queue.at() + "/claims", claimAs(session, ",\"types\":[\"other\"]"));
    assertThat(codes(explained(queue, "a"))).contains("no_worker");

    HTTP.post(queue.at() + "/claims", claimAs(session, ""));
    queue.enqueue("b", "");
    assertThat(codes(explained(queue, "b"))).doesNotContain("no_worker");
  }

  private static String claimAs(String session, String fields) {
    return "{\"session\":\"" + session + "\",\"max\":1" + fields + "}";
  }

  @Test
  void theTaskThatHoldsItsKeyIsNamed() {
    Claims queue = new Claims(HTTP, "keyed");
    String key = ",\"unique\":{\"key\":\"k\",\"onConflict\":\"keep-last\"}";
    queue.settings("{}");
    queue.enqueue("runs", key);
    queue.claim(1);
    queue.enqueue("waits", key);

    JsonNode why = explained(queue, "waits");

    assertThat(codes(why)).contains("unique_key");
    assertThat(why.path("reasons").path(codes(why).indexOf("unique_key")).path("detail").asString())
        .contains("runs");
  }

  @Test
  void aTaskThatIsNotThereIsUnknownAndOneThatHasEndedHasNoReasons() {
    Claims queue = new Claims(HTTP, "ended");
    queue.settings("{}");
    queue.enqueue("a", "");
    queue.settle(queue.claim(1), "\"outcome\":\"succeed\"");

    Reply unknown = HTTP.get(queue.at() + "/tasks/nobody/explain");

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.member("code")).isEqualTo("unknown_task");
    assertThat(explained(queue, "a").toString())
        .isEqualTo("{\"state\":\"succeeded\",\"reasons\":[]}");
  }

  private static JsonNode explained(Claims queue, String id) {
    Reply reply = HTTP.get(queue.at() + "/tasks/" + id + "/explain");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static List<String> codes(JsonNode explanation) {
    return explanation
        .path("reasons")
        .valueStream()
        .map(reason -> reason.path("code").asString())
        .toList();
  }
}
