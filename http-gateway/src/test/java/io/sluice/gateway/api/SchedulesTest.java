package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SchedulesTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final String NIGHTLY =
      """
      {"cron":"30 2 * * *","timeZone":"Europe/Berlin","queue":"reports","overlap":"skip",
       "catchUp":"all","dstGap":"skip","task":{"type":"report","payload":{"n":1.10},"timeout":"20s",
       "retry":{"maxAttempts":3,"jitter":0.25},"headers":{"a":"b"},"tags":["t"],"cost":3}}
      """;
  private static final String SECONDLY =
      "{\"every\":\"1s\",\"queue\":\"seconds\",\"task\":{\"type\":\"tick\"}}";

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aScheduleIsCreatedShownReplacedAndDeleted() {
    Reply created = HTTP.put("/v1/schedules/nightly", NIGHTLY);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/v1/schedules/nightly");
    String head =
        "{\"name\":\"nightly\",\"queue\":\"reports\",\"cron\":\"30 2 * * *\",\"dialect\":\"unix\","
            + "\"timeZone\":\"Europe/Berlin\",\"dstGap\":\"skip\",\"overlap\":\"skip\","
            + "\"catchUp\":\"all\",\"task\":{\"type\":\"report\",\"payload\":{\"n\":1.10},"
            + "\"timeout\":\"PT20S\",\"cost\":3,\"retry\":{\"maxAttempts\":3,\"backoff\":\"exponential\","
            + "\"initial\":\"PT2S\",\"max\":\"PT1H\",\"jitter\":0.25},\"headers\":{\"a\":\"b\"},\"tags\":[\"t\"]},\"description\":\"at"
            + " 02:30 (Europe/Berlin)\",\"paused\":false,\"nextFireAt\":\"";
    assertThat(created.text())
        .startsWith(head)
        .endsWith("30:00.000Z\",\"fired\":0,\"skipped\":0,\"buffered\":false,\"warnings\":[]}");
    assertThat(HTTP.get("/v1/schedules/nightly").text()).isEqualTo(created.text());

    Reply replaced = HTTP.put("/v1/schedules/nightly", NIGHTLY.replace("30 2", "45 2"));
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.member("cron")).isEqualTo("45 2 * * *");
    assertThat(replaced.member("nextFireAt")).endsWith("45:00.000Z");

    Reply deleted = HTTP.method("DELETE", "/v1/schedules/nightly");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
    Problems.check(HTTP.get("/v1/schedules/nightly"), 404, "unknown_schedule");
    Problems.check(HTTP.method("DELETE", "/v1/schedules/nightly"), 404, "unknown_schedule");
  }

  @Test
  void whatIsNotGivenIsByDefault() {
    JsonNode view =
        HTTP.put(
                "/v1/schedules/plain",
                "{\"cron\":\"@daily\",\"queue\":\"q\",\"task\":{\"type\":\"a\"}}")
            .json();

    assertThat(view.path("timeZone").asString()).isEqualTo("UTC");
    assertThat(view.path("overlap").asString()).isEqualTo("allow");
    assertThat(view.path("catchUp").asString()).isEqualTo("last");
    assertThat(view.path("dstGap").asString()).isEqualTo("shift");
    assertThat(view.path("task").toString()).isEqualTo("{\"type\":\"a\"}");
  }

  @Test
  void aScheduleFiresAndItsTaskIsFound() {
    assertThat(HTTP.put("/v1/schedules/ticks", SECONDLY).status()).isEqualTo(201);
    String last = "";
    Instant patience = Instant.now().plusSeconds(20);
    while (last.isEmpty() && Instant.now().isBefore(patience)) {
      last = HTTP.get("/v1/schedules/ticks").member("lastTaskId");
    }

    assertThat(last).matches("ticks\\.\\d{10}000");
    Reply task = HTTP.get("/v1/queues/seconds/tasks/" + last);
    assertThat(task.member("type")).isEqualTo("tick");
    JsonNode view = HTTP.get("/v1/schedules/ticks").json();
    assertThat(view.path("every").asString()).isEqualTo("PT1S");
    assertThat(view.has("timeZone")).isFalse();
    assertThat(view.path("description").asString()).isEqualTo("every second");
    assertThat(Instant.parse(view.path("nextFireAt").asString()))
        .isAfter(Instant.parse(view.path("lastFireAt").asString()));
    HTTP.method("DELETE", "/v1/schedules/ticks");
  }

  @Test
  void aScheduleIsPausedAndGoesOn() {
    HTTP.put("/v1/schedules/stopped", NIGHTLY);

    for (int i = 0; i < 2; i++) {
      Reply paused = HTTP.post("/v1/schedules/stopped/pause", "");
      assertThat(paused.status()).isEqualTo(200);
      assertThat(paused.json().path("paused").asBoolean()).isTrue();
      assertThat(paused.json().has("nextFireAt")).isFalse();
    }
    Reply resumed = HTTP.post("/v1/schedules/stopped/resume", "");
    assertThat(resumed.status()).isEqualTo(200);
    assertThat(resumed.json().path("paused").asBoolean()).isFalse();
    assertThat(resumed.member("nextFireAt")).isNotEmpty();
  }

  @Test
  void aTriggerAnswersWithTheTask() {
    HTTP.put("/v1/schedules/triggered", NIGHTLY);

    Reply reply = HTTP.post("/v1/schedules/triggered/trigger", "");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.member("queue")).isEqualTo("reports");
    Reply task = HTTP.get(reply.header("Location"));
    assertThat(task.member("id")).isEqualTo(reply.member("id"));
    assertThat(task.member("type")).isEqualTo("report");
    assertThat(task.member("state")).isEqualTo("ready");
  }

  @Test
  void aPreviewShowsTheNextInstants() {
    HTTP.put("/v1/schedules/shown", NIGHTLY);

    JsonNode items = HTTP.get("/v1/schedules/shown/preview").json().path("items");
    assertThat(items.size()).isEqualTo(10);
    assertThat(items.get(0).asString())
        .isEqualTo(HTTP.get("/v1/schedules/shown").member("nextFireAt"));
    assertThat(HTTP.get("/v1/schedules/shown/preview?count=100").json().path("items").size())
        .isEqualTo(100);
    Problems.check(HTTP.get("/v1/schedules/shown/preview?count=0"), 422, "validation_failed");
    Problems.check(HTTP.get("/v1/schedules/shown/preview?count=101"), 422, "validation_failed");
    Problems.check(HTTP.get("/v1/schedules/shown/preview?cuont=1"), 422, "validation_failed");
  }

  @Test
  void aPipeInACronIsRefusedAndSaysWhatToWrite() {
    for (String cron : List.of("0 0|12 * * *", "0 0 * * *||0 12 * * *", "* * * * *|", "|")) {
      Reply reply =
          HTTP.put(
              "/v1/schedules/pipe",
              "{\"cron\":\"" + cron + "\",\"queue\":\"q\",\"task\":{\"type\":\"a\"}}");

      Problems.check(reply, 422, "validation_failed");
      assertThat(reply.json().at("/errors/0/pointer").asString()).isEqualTo("/cron");
    }
  }

  @Test
  void aScheduleHasADialectAndGoesByIt() {
    JsonNode spring = put("moved", "0 0 9 1-7 * MON", "spring");
    assertThat(spring.path("dialect").asString()).isEqualTo("spring");
    assertThat(spring.path("dstGap").asString()).isEqualTo("skip");
    assertThat(spring.path("description").asString())
        .isEqualTo("at 09:00 on days 1 to 7 of the month that is also Monday (UTC)");
    assertThat(spring.path("warnings").size()).isZero();
    HTTP.get("/v1/schedules/moved/preview")
        .json()
        .path("items")
        .forEach(
            item ->
                assertThat(LocalDateTime.parse(item.asString().replace("Z", "")).getDayOfWeek())
                    .isEqualTo(DayOfWeek.MONDAY));

    JsonNode quartz = put("moved", "0 0 9 ? * 5#3", "quartz");
    assertThat(quartz.path("description").asString())
        .isEqualTo("at 09:00 on the third Thursday of the month (UTC)");
    assertThat(HTTP.get("/v1/schedules/moved").text()).isEqualTo(quartz.toString());
  }

  @Test
  void anExpressionThatFiresOtherwiseWhereItLooksToComeFromIsWarnedOf() {
    JsonNode warning = put("warned", "0 0 9 1-7 * MON", "unix").path("warnings").path(0);

    assertThat(warning.path("dialect").asString()).isEqualTo("spring");
    assertThat(warning.path("detail").asString())
        .isEqualTo(
            "Spring fires only on a day that both day fields name; here one that either names"
                + " will do");
    assertThat(warning.path("here").size()).isBetween(1, 3);
    assertThat(warning.path("there").size()).isZero();
    JsonNode preview = HTTP.get("/v1/schedules/warned/preview?count=3").json();
    assertThat(preview.path("warnings").path(0)).isEqualTo(warning);
    assertThat(HTTP.get("/v1/schedules/warned").json().path("warnings").path(0)).isEqualTo(warning);
  }

  @Test
  void oneThatCannotBeReadIsShownAsSuchAndTakesNoOtherAway() {
    put("lost", "30 2 * * *", "unix");
    put("readable", "30 2 * * *", "unix");
    try (RedisClient client = RedisClient.create(GATEWAY.redis().uri());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      String key =
          connection.sync().keys("*:schedules").stream()
              .filter(each -> connection.sync().type(each).equals("hash"))
              .filter(each -> connection.sync().hexists(each, "lost"))
              .findFirst()
              .orElseThrow();
      for (String timing : List.of("cron shift Mars/Olympus 30 2 * * *", "moon full 3")) {
        connection.sync().hset(key, "lost", "r1 skip 0 last " + timing);

        JsonNode list = HTTP.get("/v1/schedules?limit=200").json().path("items");
        assertThat(list.toString()).contains("\"lost\"").contains("\"readable\"");
        JsonNode shown = HTTP.get("/v1/schedules/lost").json();
        assertThat(shown.path("error").asString())
            .startsWith("this schedule cannot be read here: ")
            .contains(timing.contains("Mars") ? "Mars/Olympus" : "moon full 3");
        assertThat(shown.has("cron")).isFalse();
        assertThat(HTTP.get("/v1/schedules/lost/preview").status()).isEqualTo(200);
        Reply paused = HTTP.post("/v1/schedules/lost/pause", "");
        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.json().path("paused").asBoolean()).isTrue();
        assertThat(HTTP.post("/v1/schedules/lost/resume", "").status()).isEqualTo(200);
      }
    }
    assertThat(HTTP.method("DELETE", "/v1/schedules/lost").status()).isEqualTo(204);
  }

  private static JsonNode put(String name, String cron, String dialect) {
    return HTTP.put(
            "/v1/schedules/" + name,
            "{\"cron\":\""
                + cron
                + "\",\"dialect\":\""
                + dialect
                + "\",\"queue\":\"q\",\"task\":{\"type\":\"a\"}}")
        .json();
  }

  @Test
  void schedulesAreListedPageByPage() {
    List<String> names = new ArrayList<>();
    for (int i = 10; i < 17; i++) {
      names.add("page-" + i);
      HTTP.put("/v1/schedules/page-" + i, NIGHTLY);
    }
    List<String> found = new ArrayList<>();
    String next = "/v1/schedules?limit=3";
    while (!next.isEmpty()) {
      Reply page = HTTP.get(next);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.json().path("items").size()).isLessThanOrEqualTo(3);
      page.json().path("items").forEach(item -> found.add(item.path("name").asString()));
      assertThat(page.header("Link").isEmpty()).isEqualTo(page.member("nextCursor").isEmpty());
      next = page.header("Link").replaceAll("^<(.*)>; rel=\"next\"$", "$1");
    }

    assertThat(found).containsAll(names).doesNotHaveDuplicates().isSorted();
    Problems.check(HTTP.get("/v1/schedules?limit=0"), 422, "validation_failed");
  }

  @Test
  void whatIsNotThereIsUnknown() {
    for (String name : List.of("gone", "go%20ne")) {
      String path = "/v1/schedules/" + name;
      Problems.check(HTTP.get(path), 404, "unknown_schedule");
      Problems.check(HTTP.method("DELETE", path), 404, "unknown_schedule");
      Problems.check(HTTP.get(path + "/preview"), 404, "unknown_schedule");
      for (String verb : List.of("pause", "resume", "trigger")) {
        Problems.check(HTTP.post(path + "/" + verb, ""), 404, "unknown_schedule");
      }
    }
    Problems.check(HTTP.put("/v1/schedules/a%20b", NIGHTLY), 422, "validation_failed");
    Reply wrongMethod = HTTP.method("POST", "/v1/schedules/gone");
    Problems.check(wrongMethod, 405, "method_not_allowed");
    assertThat(wrongMethod.header("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PUT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"queue\":\"q\",\"task\":{\"type\":\"a\"}}|/cron|cron or every is required",
        "{\"cron\":\"* * * * *\",\"task\":{\"type\":\"a\"}}|/queue|queue is required",
        "{\"cron\":\"* * * * *\",\"queue\":\"q\"}|/task|task is required",
        "{\"cron\":\"* * * * *\",\"queue\":\"q\",\"task\":5}|/task|task must be an object, is 5",
        "{\"cron\":\"* * * * *\",\"queue\":\"q\",\"task\":{}}|/task/type|type is required",
        "{\"task\":{\"type\":7}}|/task/type|task.type must be a string, is 7",
        "{\"task\":{\"type\":\"a b\"}}|/task/type|task type 'a b' must match"
            + " [A-Za-z0-9][A-Za-z0-9._-]{0,99}",
        "{\"task\":{\"type\":\"a\",\"retry\":{\"maxAttempts\":0}}}|/task/retry/maxAttempts|"
            + "retry.maxAttempts must be at least 1, is 0",
        "{\"task\":{\"type\":\"a\",\"id\":\"x\"}}|/task/id|task.id must not be given: each fire"
            + " has an id of its own",
        "{\"task\":{\"type\":\"a\",\"delay\":\"1s\"}}|/task/delay|task.delay must not be given: the"
            + " schedule sets the time",
        "{\"task\":{\"type\":\"a\",\"runAt\":\"2026-11-20T19:30:00Z\"}}|/task/runAt|task.runAt"
            + " must not be given: the schedule sets the time",
        "{\"task\":{\"type\":\"a\",\"payloda\":1}}|/task/payloda|unknown field 'payloda'; did you"
            + " mean payload?",
        "{\"cron\":\"* * * *\"}|/cron|cron '* * * *' will not do: dialect unix takes 5 or 6 fields,"
            + " these are 4; give minute, hour, day of month, month, day of week, with"
            + " seconds in front if need be, like '30 2 * * *'",
        "{\"cron\":\"0 0 30 2 *\"}|/cron|cron '0 0 30 2 *' will not do: no day will ever match;"
            + " give minute, hour, day of month, month, day of week, with seconds in front if need"
            + " be, like '30 2 * * *'",
        "{\"cron\":\"* * * * *\",\"every\":\"1s\"}|/every|every and cron exclude each other, give"
            + " one of them",
        "{\"every\":\"500ms\"}|/every|every must be at least 1 s and at most 3650 days, is PT0.5S",
        "{\"every\":\"1s\",\"timeZone\":\"UTC\"}|/timeZone|timeZone is only allowed with cron",
        "{\"every\":\"1s\",\"dstGap\":\"skip\"}|/dstGap|dstGap is only allowed with cron",
        "{\"every\":5}|/every|every must be a duration like 250ms, 30s, 5m, 2h, 7d or PT30S, is 5",
        "{\"timeZone\":\"Berlin\"}|/timeZone|timeZone must be a time zone like Europe/Berlin, is"
            + " 'Berlin', which this Java does not know; did you mean Europe/Berlin?",
        "{\"dialect\":\"spring\",\"cron\":\"0 0 9 * * MON\",\"dstGap\":\"shift\"}|/dstGap|dstGap"
            + " must be skip or left away: it is what dialect spring does",
        "{\"dialect\":\"cron\"}|/dialect|dialect must be one of unix, debian, kubernetes, spring,"
            + " quartz, bullmq, sidekiq, celery, is 'cron'",
        "{\"every\":\"1s\",\"dialect\":\"debian\"}|/dialect|dialect is only allowed with cron",
        "{\"overlap\":\"wait\"}|/overlap|overlap must be one of allow, skip, buffer, is 'wait'",
        "{\"catchUp\":true}|/catchUp|catchUp must be one of none, last, all, is true",
        "{\"queue\":\"a b\"}|/queue|queue name 'a b' must match [A-Za-z0-9][A-Za-z0-9._-]{0,99}",
        "{\"timezone\":\"UTC\"}|/timezone|unknown field 'timezone'; did you mean timeZone?",
        "{\"paused\":true}|/paused|unknown field 'paused'",
      })
  void namesTheBadFieldAndWhatIsWrongWithIt(String body, String pointer, String detail) {
    Reply reply = HTTP.put("/v1/schedules/bad", body);

    Problems.check(reply, 422, "validation_failed");
    List<String> errors = new ArrayList<>();
    reply
        .json()
        .path("errors")
        .forEach(e -> errors.add(e.path("pointer").asString() + " " + e.path("detail").asString()));
    assertThat(errors).contains(pointer + " " + detail).doesNotHaveDuplicates();
    assertThat(errors).filteredOn(error -> error.startsWith(pointer + " ")).hasSize(1);
  }

  @Test
  void aBodyThatIsNoneIsRefused() {
    Problems.check(HTTP.put("/v1/schedules/bad", "{"), 400, "malformed_json");
    Problems.check(HTTP.put("/v1/schedules/bad", "{\"cron\":1,\"cron\":2}"), 400, "malformed_json");
    Problems.check(HTTP.method("PUT", "/v1/schedules/bad"), 415, "unsupported_media_type");
  }
}
