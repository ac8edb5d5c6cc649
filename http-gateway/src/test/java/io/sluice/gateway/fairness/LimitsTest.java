package io.sluice.gateway.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class LimitsTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  private Claims queue;

  @BeforeEach
  void newQueue(TestInfo test) {
    queue = new Claims(HTTP, test.getTestMethod().orElseThrow().getName());
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aGroupWithACapOfOneRunsItsTasksOneAfterTheOther() {
    queue.settings("{\"groups\":{\"default\":{\"maxConcurrency\":1}}}");
    queue.enqueue(3, "a-", ",\"group\":\"a\"");
    queue.enqueue("b", ",\"group\":\"b\"");

    Reply first = queue.claim(10);

    assertThat(Claims.ids(first)).containsExactlyInAnyOrder("a-0", "b");
    assertThat(queue.claimed(10)).isEmpty();
    String mine = first.json().at("/tasks/0/id").asString();
    queue.settle(first, "\"outcome\":\"succeed\"");
    assertThat(queue.claimed(10)).isEqualTo(mine.equals("b") ? List.of() : List.of("a-1"));
  }

  @Test
  void noMoreTasksOfAGroupStartThanItsRateAllows() {
    queue.settings("{\"groups\":{\"a\":{\"rate\":{\"limit\":1,\"per\":\"1h\",\"burst\":2}}}}");
    queue.enqueue(5, "a-", ",\"group\":\"a\"");
    queue.enqueue("b", ",\"group\":\"b\"");

    assertThat(queue.claimed(10)).containsExactlyInAnyOrder("a-0", "a-1", "b");
    assertThat(queue.claimed(10)).isEmpty();
    JsonNode a = GroupsTest.group(HTTP.get(queue.at()).json().path("groups"), "a");
    assertThat(Instant.parse(a.path("barredUntil").asString())).isAfter(Instant.now());
    assertThat(a.path("share").asDouble()).isZero();
  }

  @Test
  void noMoreTasksOfAQueueStartThanItsRateAllows() {
    queue.settings("{\"rateLimit\":{\"limit\":3,\"per\":\"1h\"}}");
    queue.enqueue(5, "t-", "");

    assertThat(queue.claimed(10)).containsExactly("t-0", "t-1", "t-2");
    assertThat(queue.claimed(10)).isEmpty();
  }

  @Test
  void aTaskTakesAsManyTokensAsItCosts() {
    queue.settings("{\"rateLimit\":{\"limit\":1,\"per\":\"1h\",\"burst\":4}}");
    assertThat(queue.enqueue("costly", ",\"cost\":3").json().path("cost").asInt()).isEqualTo(3);
    HTTP.postAs(
        "application/x-ndjson",
        queue.at() + "/tasks",
        "{\"type\":\"work\",\"id\":\"cheap\"}\n{\"type\":\"work\",\"id\":\"line\",\"cost\":2}");

    assertThat(queue.claimed(10)).containsExactly("costly", "cheap");
    assertThat(queue.claimed(10)).isEmpty();
    JsonNode why = HTTP.get(queue.at() + "/tasks/line/explain").json();
    assertThat(why.at("/reasons/0/code").asString()).isEqualTo("rate");
    assertThat(why.at("/reasons/0/detail").asString()).endsWith("; the task takes 2 of its tokens");
    assertThat(HTTP.get(queue.at() + "/tasks/line").json().path("cost").asInt()).isEqualTo(2);
    assertThat(HTTP.get(queue.at() + "/tasks/cheap").json().has("cost")).isFalse();
  }

  @Test
  void aGroupOverItsBacklogIsRefusedAndOthersAreNot() {
    queue.settings("{\"groups\":{\"a\":{\"maxBacklog\":2}}}");
    queue.enqueue("a-0", ",\"group\":\"a\"");
    queue.enqueue("a-1", ",\"group\":\"a\",\"delay\":\"1h\"");

    Reply refused = queue.enqueue("a-2", ",\"group\":\"a\"");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.member("code")).isEqualTo("queue_full");
    assertThat(refused.member("detail")).contains("group 'a'");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
    assertThat(queue.enqueue("b", ",\"group\":\"b\"").status()).isEqualTo(202);
    assertThat(
            HTTP.postAs(
                    "application/x-ndjson",
                    queue.at() + "/tasks",
                    "{\"type\":\"work\",\"group\":\"a\"}\n{\"type\":\"work\",\"group\":\"b\"}")
                .text())
        .contains("{\"line\":1,\"status\":429,")
        .contains("{\"line\":2,\"status\":202,")
        .endsWith("{\"summary\":{\"accepted\":1,\"rejected\":1}}\n");
  }

  @Test
  void aTaskThatCouldNotStartInTimeIsRefused() {
    queue.settings("{\"rateLimit\":{\"limit\":1,\"per\":\"1h\"},\"maxDelay\":\"90m\"}");

    assertThat(queue.enqueue("now", "").status()).isEqualTo(202);
    assertThat(queue.enqueue("soon", "").status()).isEqualTo(202);
    Reply refused = queue.enqueue("late", "");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.member("code")).isEqualTo("queue_full");
    assertThat(refused.member("detail")).contains("maxDelay");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 3600);
  }

  @Test
  void theAnswerToAnEnqueueSaysWithinHowLongTheTaskIsExpectedToStart() {
    queue.settings("{\"groups\":{\"a\":{\"rate\":{\"limit\":1,\"per\":\"1h\"}}}}");
    queue.claim(1);
    String ofA = ",\"group\":\"a\"";

    Reply first = queue.enqueue("a-0", ofA);
    Reply third = List.of(queue.enqueue("a-1", ofA), queue.enqueue("a-2", ofA)).get(1);

    assertThat(first.json().path("startsWithinMs").asLong(-1)).isBetween(0L, 5_000L);
    assertThat(third.json().path("startsWithinMs").asLong()).isBetween(3_500_000L, 7_300_000L);
    assertThat(queue.enqueue("plain", "").json().has("startsWithinMs")).isFalse();
    assertThat(third.header("ETag")).isEqualTo(queue.task("a-2").header("ETag"));
  }

  @Test
  void aRateTellsWithinHowLongATaskIsExpectedToStartAlsoBeforeThereIsAWorker() {
    queue.settings("{\"groups\":{\"a\":{\"rate\":{\"limit\":1,\"per\":\"1h\"}}}}");

    Reply first = queue.enqueue("a-0", ",\"group\":\"a\"");
    Reply second = queue.enqueue("a-1", ",\"group\":\"a\"");

    assertThat(first.json().path("startsWithinMs").asLong(-1)).isBetween(0L, 5_000L);
    assertThat(second.json().path("startsWithinMs").asLong()).isBetween(3_500_000L, 3_700_000L);
    assertThat(queue.enqueue("b", ",\"group\":\"b\"").json().has("startsWithinMs")).isFalse();
  }

  @Test
  void aThrottledGroupRestsAndNoAttemptCounts() {
    queue.settings("{}");
    queue.enqueue(2, "a-", ",\"group\":\"a\"");
    Reply claim = queue.claim(1);

    Reply settled = queue.settle(claim, "\"outcome\":\"throttle\",\"for\":\"1h\"");
    queue.enqueue("b", ",\"group\":\"b\"");

    assertThat(settled.json().at("/results/0/status").asString()).isEqualTo("settled");
    assertThat(queue.claimed(10)).containsExactly("b");
    JsonNode task = queue.task("a-0").json();
    assertThat(task.path("state").asString()).isEqualTo("ready");
    assertThat(task.path("attempt").asInt()).isZero();
    assertThat(task.has("failure")).isFalse();
    JsonNode why = HTTP.get(queue.at() + "/tasks/a-1/explain").json();
    assertThat(why.at("/reasons/0/code").asString()).isEqualTo("rate");
    assertThat(Instant.parse(why.at("/reasons/0/until").asString()))
        .isAfter(Instant.now().plusSeconds(3000));
  }

  @Test
  void aThrottledTaskWithoutAGroupWaitsAlone() {
    queue.settings("{}");
    queue.enqueue(2, "t-", "");

    queue.settle(queue.claim(1), "\"outcome\":\"throttle\",\"for\":\"1h\"");

    assertThat(queue.task("t-0").member("state")).isEqualTo("scheduled");
    assertThat(queue.claimed(10)).containsExactly("t-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"outcome\":\"throttle\"|/outcomes/0/for|for is required",
        "\"outcome\":\"throttle\",\"for\":\"366d\"|/outcomes/0/for|for must be at most PT8760H, is"
            + " PT8784H",
        "\"outcome\":\"throttle\",\"for\":\"1s\",\"delay\":\"1s\"|/outcomes/0/delay|delay is not"
            + " allowed with throttle",
        "\"outcome\":\"release\",\"for\":\"1s\"|/outcomes/0/for|for is not allowed with release",
      })
  void aThrottleThatWillNotDoIsRefused(String outcome, String pointer, String detail) {
    queue.settings("{}");
    queue.enqueue(1, "a" + Integer.toHexString(outcome.hashCode()), "");

    Reply settled = queue.settleAndClaim(queue.claim(1), outcome);

    JsonNode result = settled.json().at("/results/0");
    assertThat(result.path("status").asString()).isEqualTo("refused");
    assertThat(result.at("/problem/errors/0/pointer").asString()).isEqualTo(pointer);
    assertThat(result.at("/problem/errors/0/detail").asString()).isEqualTo(detail);
  }
}
