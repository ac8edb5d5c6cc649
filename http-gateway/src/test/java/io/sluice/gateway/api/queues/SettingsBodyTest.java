package io.sluice.gateway.api.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.gateway.problem.FieldError;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.task.enqueue.PushTarget;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.RateLimit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsBodyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void readsRatesRulesAgeingAndTheLongestDelay() {
    QueueSettings settings =
        parse(
            """
            {"groups":{"default":{"weight":1,"maxConcurrency":1,
                                  "rate":{"limit":10,"per":"1s","burst":20},"maxBacklog":1000},
                       "tenant-7":{"weight":4},"none":{"maxConcurrency":0}},
             "rateLimit":{"limit":100,"per":"1s"},"ageEvery":"1m","maxDelay":"10m"}\
            """);

    assertThat(settings.groups())
        .isEqualTo(
            Map.of(
                GroupRule.DEFAULT,
                new GroupRule(1L, 1L, new RateLimit(10, SECOND, 20), 1000L),
                "tenant-7",
                GroupRule.weighing(4),
                "none",
                new GroupRule(null, 0L, null, null)));
    assertThat(settings.rateLimit()).isEqualTo(new RateLimit(100, SECOND, 100));
    assertThat(settings.ageEvery()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.maxDelay()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void weightsAreRulesWithAWeightAndNothingElse() {
    assertThat(
            parse("{\"weights\":{\"a\":4,\"b\":1},\"groups\":{\"c\":{\"maxBacklog\":7}}}").groups())
        .isEqualTo(
            Map.of(
                "a", GroupRule.weighing(4),
                "b", GroupRule.weighing(1),
                "c", new GroupRule(null, null, null, 7L)));
  }

  @Test
  void readsWhereTasksAreSentTo() {
    assertThat(
            parse(
                    """
                    {"target":{"url":"https://shop.example:8443/in?x=%20","method":"PUT",
                               "headers":{"X-Shop":"7"}}}\
                    """)
                .target())
        .isEqualTo(
            new PushTarget("https://shop.example:8443/in?x=%20", "PUT", Map.of("X-Shop", "7")));
    assertThat(parse("{\"target\":{\"url\":\"http://a\"}}").target())
        .isEqualTo(new PushTarget("http://a", "POST", Map.of()));
  }

  @Test
  void whatIsNotGivenIsNotSet() {
    assertThat(parse("{\"groups\":null,\"rateLimit\":null,\"ageEvery\":null,\"weights\":null}"))
        .isEqualTo(QueueSettings.NONE);
    assertThat(parse("{\"groups\":{}}")).isEqualTo(QueueSettings.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'rateLimit':{}}|/rateLimit/limit|limit is required",
        "{'rateLimit':{'limit':1}}|/rateLimit/per|per is required",
        "{'rateLimit':{'limit':0,'per':'1s'}}|/rateLimit/limit|limit must be between 1 and"
            + " 1000000, is 0",
        "{'rateLimit':{'limit':1,'per':'1s','burst':0}}|/rateLimit/burst|burst must be between 1"
            + " and 1000000, is 0",
        "{'rateLimit':{'limit':1,'per':'32d'}}|/rateLimit/per|per must be at least 1 ms and at most"
            + " PT744H, is PT768H",
        "{'rateLimit':{'limit':'x','per':'1s'}}|/rateLimit/limit|rateLimit.limit must be a whole"
            + " number in the range of 64 bits, is 'x'",
        "{'rateLimit':5}|/rateLimit|rateLimit must be an object, is 5",
        "{'groups':{'tenant-7':{'rate':{'limit':0,'per':'1s'}}}}|/groups/tenant-7/rate/limit|limit"
            + " must be between 1 and 1000000, is 0",
        "{'groups':{'tenant-7':{'rate':{'per':'1s'}}}}|/groups/tenant-7/rate/limit|limit is"
            + " required",
        "{'groups':{'tenant-7':{'rate':{'limt':1}}}}|/groups/tenant-7/rate/limt|unknown field"
            + " 'limt'; did you mean limit?",
        "{'groups':{'a/b':{'weight':1001}}}|/groups/a~1b/weight|weight must be between 1 and 1000,"
            + " is 1001",
        "{'groups':{'a':{'maxConcurrency':-1}}}|/groups/a/maxConcurrency|maxConcurrency must be"
            + " between 0 and 1000000000, is -1",
        "{'groups':{'a':{'wieght':1}}}|/groups/a/wieght|unknown field 'wieght'; did you mean"
            + " weight?",
        "{'groups':{'a':7}}|/groups/a|groups.a must be an object, is 7",
        "{'groups':{'':{}}}|/groups/|group must be 1 to 64 bytes without control characters, is ''",
        "{'groups':[]}|/groups|groups must be an object of rules by group, is an array",
        "{'weights':{'a':0}}|/weights/a|weight must be between 1 and 1000, is 0",
        "{'weights':{'a':1},'groups':{'a':{}}}|/weights/a|weights.a and groups.a exclude each"
            + " other",
        "{'ageEvery':'0s'}|/ageEvery|ageEvery must be at least 1 ms and at most PT87600H, is PT0S",
        "{'maxDelay':5}|/maxDelay|maxDelay must be a duration like 250ms, 30s, 5m, 2h, 7d or PT30S,"
            + " is 5",
        "{'target':{}}|/target/url|target.url is required",
        "{'target':{'url':7}}|/target/url|target.url must be a string, is 7",
        "{'target':{'url':'http://a@b'}}|/target/url|url must not have a user or a password in it",
        "{'target':{'url':'http://0x7f.1'}}|/target/url|the host in url must be a name, or an"
            + " address of four decimal numbers without leading zeros, is 'http://0x7f.1'",
        "{'target':{'url':'http://a','method':'get'}}|/target/method|method must be one of POST,"
            + " PUT, PATCH, GET and DELETE, is 'get'",
        "{'target':{'url':'http://a','headers':{'Host':'b'}}}|/target/headers/Host|header 'Host'"
            + " is of the connection, and set by it",
        "{'target':{'url':'http://a','headres':{}}}|/target/headres|unknown field 'headres'; did"
            + " you mean headers?",
        "{'target':'http://a'}|/target|target must be an object, is 'http://a'",
      })
  void namesTheBadValueAndPointsAtIt(String body, String pointer, String detail) {
    assertThatThrownBy(() -> parse(body.replace('\'', '"')))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused ->
                assertThat(refused.problem().errors()).contains(new FieldError(pointer, detail)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'maxBacklog':-1}|/maxBacklog|maxBacklog must be between 0 and 1000000000, is -1",
        "{'maxBacklog':0}|/maxBacklog|maxBacklog must be at least 1, is 0; without it the engines"
            + " use the bound of their own configuration",
        "{'maxConcurrency':0}|/maxConcurrency|maxConcurrency must be between 1 and 1000000000, is"
            + " 0",
        "{'retention':{'maxCount':-1}}|/retention/maxCount|maxCount must be between 0 and"
            + " 1000000000, is -1",
        "{'rateLimit':'100/s'}|/rateLimit|rateLimit must be an object, is '100/s'",
        "{'groups':{'a':{'rate':5}}}|/groups/a/rate|groups.a.rate must be an object, is 5",
        "{'groups':{'':{'weight':2}}}|/groups/|group must be 1 to 64 bytes without control"
            + " characters, is ''",
        "{'weights':{'':2}}|/weights/|group must be 1 to 64 bytes without control characters, is"
            + " ''",
      })
  void namesABadValueOnce(String body, String pointer, String detail) {
    assertThatThrownBy(() -> parse(body.replace('\'', '"')))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused ->
                assertThat(refused.problem().errors())
                    .containsExactly(new FieldError(pointer, detail)));
  }

  private static QueueSettings parse(String json) {
    return SettingsBody.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
