package io.sluice.gateway.api.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.gateway.access.Caller;
import io.sluice.gateway.problem.FieldError;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnqueueBodyTest {
  private static final Reach QUEUE = new Reach(QueueName.of("q"), Caller.EVERYBODY);

  @Test
  void takesAllThatTheEngineSupports() {
    NewTask<byte[], byte[]> task =
        parse(
            """
            {"type":"email.send","payload":{"to":"ann"},"id":"a-1","delay":"30s","timeout":"PT20S",
             "retry":{"maxAttempts":5,"backoff":"linear","initial":"1s","max":"5m","jitter":0.2,
                      "total":"1h"},
             "headers":{"traceparent":"00-1"},"tags":["onboarding","b"],"priority":7,"cost":5,
             "group":"tenant-7"}
            """);

    assertThat(task.type().name()).isEqualTo("email.send");
    assertThat(text(task.payload())).isEqualTo("{\"to\":\"ann\"}");
    assertThat(String.valueOf(task.id())).isEqualTo("a-1");
    assertThat(task.delay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(task.options().timeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(task.options().retry())
        .isEqualTo(
            new RetryPolicy(
                5,
                RetryPolicy.Backoff.LINEAR,
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                0.2,
                Duration.ofHours(1)));
    assertThat(task.options().headers()).isEqualTo(Map.of("traceparent", "00-1"));
    assertThat(task.options().tags()).containsExactly("onboarding", "b");
    assertThat(task.options().priority()).isEqualTo(7);
    assertThat(task.options().cost()).isEqualTo(5);
    assertThat(task.options().group()).isEqualTo("tenant-7");
  }

  @Test
  void needsOnlyTheType() {
    NewTask<byte[], byte[]> task = parse("{\"type\":\"a\"}");

    assertThat(task.payload()).isEmpty();
    assertThat(task.options().retry()).isNull();
    assertThat(task.options().priority()).isNull();
    assertThat(task.options().group()).isNull();
    assertThat(task.runAt()).isNull();
  }

  @Test
  void takesNullForNotGivenSaveInThePayload() {
    NewTask<byte[], byte[]> task =
        parse("{\"type\":\"a\",\"payload\":null,\"delay\":null,\"tags\":null,\"priority\":null}");

    assertThat(text(task.payload())).isEqualTo("null");
    assertThat(task.delay()).isZero();
  }

  @Test
  void takesATimeWithAnOffset() {
    NewTask<byte[], byte[]> task =
        parse("{\"type\":\"a\",\"runAt\":\"2026-11-20T21:30:00.5+02:00\"}");

    assertThat(task.runAt()).isEqualTo(Instant.parse("2026-11-20T19:30:00.500Z"));
  }

  @Test
  void fillsARetryPolicyUpSoThatItFitsWhatIsGiven() {
    assertThat(parse("{\"type\":\"a\",\"retry\":{\"max\":\"1s\"}}").options().retryOrDefault())
        .matches(policy -> policy.initial().equals(Duration.ofSeconds(1)));
    assertThat(parse("{\"type\":\"a\",\"retry\":{\"initial\":\"2h\"}}").options().retryOrDefault())
        .matches(policy -> policy.max().equals(Duration.ofHours(2)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678901234567890.123456789012345678901234567890",
        "-0",
        "1E400",
        "0.10",
        "\"é \\u00e9 \\\" \\\\ }\"",
        "\"\"",
        "true",
        "null",
        "[ 1 ,2,  {\"a\" : [] } ]",
        "{ \"big\" : 12345678901234567890.123456789012345678901234567890 , \"n\" : 1.0 }",
        "{}"
      })
  void keepsThePayloadByteForByte(String payload) {
    for (String body :
        List.of(
            "{\"type\":\"a\",\"payload\":" + payload + "}",
            "{\"payload\":" + payload + ",\"type\":\"a\"}",
            "{\"payload\": \n" + payload + " \t\n, \"type\":\"a\"}\n",
            "\uFEFF{\"tags\":[\"ä\"],\"payload\":" + payload + ",\"type\":\"a\"}")) {
      assertThat(text(parse(body).payload())).isEqualTo(payload);
    }
  }

  @Test
  void keepsANumberOfThousandsOfDigits() {
    String number = "9".repeat(5_000) + "." + "1".repeat(5_000);

    assertThat(text(parse("{\"type\":\"a\",\"payload\":" + number + "}").payload()))
        .isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"a\",\"payloda\":1}|/payloda|unknown field 'payloda'; did you mean payload?",
        "{\"type\":\"a\",\"retry\":{\"maxAttemps\":5}}|/retry/maxAttemps|unknown field"
            + " 'maxAttemps'; did you mean maxAttempts?",
        "{\"type\":\"a\",\"whatever\":1}|/whatever|unknown field 'whatever'",
        "{\"type\":\"a\",\"a/b~c\":1}|/a~1b~0c|unknown field 'a/b~c'",
        "{}|/type|type is required",
        "{\"type\":5}|/type|type must be a string, is 5",
        "{\"type\":\"a b\"}|/type|task type 'a b' must match [A-Za-z0-9][A-Za-z0-9._-]{0,99}",
        "{\"type\":\"a\",\"id\":\"x y\"}|/id|task id 'x y' must match [A-Za-z0-9._-]{1,128}",
        "{\"type\":\"a\",\"delay\":\"soon\"}|/delay|delay must be a duration like 250ms, 30s, 5m,"
            + " 2h, 7d or PT30S, is 'soon'",
        "{\"type\":\"a\",\"delay\":\"4000d\"}|/delay|delay must be at most 3650 days, is"
            + " PT96000H",
        "{\"type\":\"a\",\"delay\":30}|/delay|delay must be a duration like 250ms, 30s, 5m, 2h, 7d"
            + " or PT30S, is 30",
        "{\"type\":\"a\",\"runAt\":\"tomorrow\"}|/runAt|runAt must be a time like"
            + " 2026-11-20T19:30:00Z, is 'tomorrow'",
        "{\"type\":\"a\",\"delay\":\"1s\",\"runAt\":\"2026-11-20T19:30:00Z\"}|/runAt|runAt and"
            + " delay exclude each other, give one of them",
        "{\"type\":\"a\",\"timeout\":\"0s\"}|/timeout|timeout must be more than 0 and at most"
            + " PT168H, is PT0S",
        "{\"type\":\"a\",\"retry\":5}|/retry|retry must be an object, is 5",
        "{\"type\":\"a\",\"retry\":{\"maxAttempts\":0}}|/retry/maxAttempts|retry.maxAttempts must"
            + " be at least 1, is 0",
        "{\"type\":\"a\",\"retry\":{\"maxAttempts\":1.5}}|/retry/maxAttempts|retry.maxAttempts"
            + " must be a whole number in the range of 32 bits, is 1.5",
        "{\"type\":\"a\",\"retry\":{\"maxAttempts\":9999999999}}|/retry/maxAttempts|"
            + "retry.maxAttempts must be a whole number in the range of 32 bits, is 9999999999",
        "{\"type\":\"a\",\"retry\":{\"backoff\":\"wild\"}}|/retry/backoff|retry.backoff must be"
            + " one of exponential, linear, fixed, is 'wild'",
        "{\"type\":\"a\",\"retry\":{\"jitter\":2}}|/retry/jitter|retry.jitter must be between 0"
            + " and 1, is 2.0",
        "{\"type\":\"a\",\"headers\":{\"x\":1}}|/headers/x|headers.x must be a string, is 1",
        "{\"type\":\"a\",\"tags\":[\"b\",[1]]}|/tags/1|tags.1 must be a string, is an array",
        "{\"type\":\"a\",\"tags\":\"b\"}|/tags|tags must be an array of strings, is 'b'",
        "[1]|''|the body must be an object, is an array",
        "{\"type\":\"a\",\"priority\":10}|/priority|priority must be 0 to 9, is 10",
        "{\"type\":\"a\",\"cost\":0}|/cost|cost must be 1 to 1000000, is 0",
        "{\"type\":\"a\",\"cost\":1000001}|/cost|cost must be 1 to 1000000, is 1000001",
        "{\"type\":\"a\",\"priority\":-1}|/priority|priority must be 0 to 9, is -1",
        "{\"type\":\"a\",\"priority\":\"5\"}|/priority|priority must be a whole number in the range"
            + " of 32 bits, is '5'",
        "{\"type\":\"a\",\"group\":\"\"}|/group|group must be 1 to 64 bytes without control"
            + " characters, is ''",
        "{\"type\":\"a\",\"group\":\"a\\u0000b\"}|/group|group must be 1 to 64 bytes without"
            + " control characters, is 'a?b'",
        "{\"type\":\"a\",\"group\":7}|/group|group must be a string, is 7",
      })
  void namesTheBadFieldAndWhatIsWrongWithIt(String body, String pointer, String detail) {
    Problem problem = refused(body);

    assertThat(problem.code()).isEqualTo(ProblemCode.VALIDATION_FAILED);
    assertThat(problem.errors()).contains(new FieldError(pointer, detail));
    assertThat(problem.detail()).isEqualTo(problem.errors().get(0).detail());
  }

  @Test
  void namesAllBadFieldsAtOnce() {
    Problem problem =
        refused(
            """
            {"typ":"a","payload":{},"delay":"x","retry":{"jitter":"y","max":"1s"},"tags":[{}],
             "timeout":"0s","priority":10}
            """);

    assertThat(problem.errors())
        .extracting(FieldError::pointer)
        .containsExactlyInAnyOrder(
            "/typ", "/delay", "/retry/jitter", "/tags/0", "/priority", "/type", "/timeout");
  }

  @Test
  void tellsNoMoreErrorsThanTheAnswerCanHold() {
    StringBuilder body = new StringBuilder("{\"type\":\"a\"");
    for (int i = 0; i < 500; i++) {
      body.append(",\"x").append(i).append("\":1");
    }

    assertThat(refused(body.append('}').toString()).errors()).hasSize(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|the body is empty",
        "'  '|the body is empty",
        "{|Unexpected end-of-input",
        "{\"type\":\"a\",}|Unexpected character",
        "{\"type\":\"a\"} {}|there is data after the JSON document",
        "{\"type\":\"a\",\"type\":\"b\"}|Duplicate",
        "{\"type\":\"a\",\"payload\":{\"x\":1,\"x\":2}}|Duplicate",
        "{'type':'a'}|Unexpected character",
        "{\"type\":\"a\",\"payload\":NaN}|token",
        "{\"type\":\"a\",\"payload\":01}|Invalid numeric value",
        "{\"type\":\"a\",\"payload\":\"x|a string does not end",
      })
  void refusesWhatIsNotOneJsonDocument(String body, String part) {
    Problem problem = refused(body);

    assertThat(problem.code()).isEqualTo(ProblemCode.MALFORMED_JSON);
    assertThat(problem.detail()).contains(part).doesNotContain("StreamRead");
  }

  @Test
  void refusesWhatIsNestedTooDeep() {
    String deep = "{\"type\":\"a\",\"payload\":" + "[".repeat(31) + "]".repeat(31) + "}";
    String tooDeep = "{\"type\":\"a\",\"payload\":" + "[".repeat(32) + "]".repeat(32) + "}";

    assertThat(parse(deep).payload()).hasSize(62);
    assertThat(refused(tooDeep).code()).isEqualTo(ProblemCode.MALFORMED_JSON);
    assertThat(refused(tooDeep).detail())
        .isEqualTo("payload is nested 32 levels deep, the limit is 31");
    assertThat(refused(tooDeep).errors().get(0).pointer()).isEqualTo("/payload");
  }

  @Test
  void refusesANameThatIsTooLong() {
    assertThat(refused("{\"type\":\"a\",\"payload\":{\"" + "n".repeat(300) + "\":1}}").code())
        .isEqualTo(ProblemCode.MALFORMED_JSON);
  }

  @Test
  void refusesWhatIsNotUtf8() {
    byte[] overlong = "{\"type\":\"a\",\"payload\":\"__\"}".getBytes(StandardCharsets.UTF_8);
    overlong[23] = (byte) 0xC0;
    overlong[24] = (byte) 0x80;

    assertThat(refused(overlong).detail()).isEqualTo("the body is not UTF-8");
    assertThat(refused("{\"type\":\"a\"}".getBytes(StandardCharsets.UTF_16)).code())
        .isEqualTo(ProblemCode.MALFORMED_JSON);
    assertThat(refused("{\"type\":\"a\"}".getBytes(StandardCharsets.UTF_16LE)).code())
        .isEqualTo(ProblemCode.MALFORMED_JSON);
  }

  private static NewTask<byte[], byte[]> parse(String body) {
    return EnqueueBody.parse(QUEUE, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Problem refused(String body) {
    return refused(body.getBytes(StandardCharsets.UTF_8));
  }

  private static Problem refused(byte[] body) {
    return assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> EnqueueBody.parse(QUEUE, body))
        .actual()
        .problem();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
