package io.sluice.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestTokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What belongs to a queue that a token does not reach is not there for it. */
class HiddenQueuesTest {
  private static final TestTokens TOKENS = new TestTokens();
  private static final String ALL = TOKENS.add("all", Role.ADMIN);
  private static final String MAIL = TOKENS.add("mail", Role.ADMIN, "mail-*", null);
  private static final TestGateway GATEWAY = TestGateway.start(TOKENS);
  private static final Http EVERY = GATEWAY.http().as(ALL);
  private static final Http HTTP = GATEWAY.http().as(MAIL);

  private static final String TASK = "{\"type\":\"a\",\"id\":\"t\",\"delay\":\"1h\"}";
  private static final String SCHEDULE =
      "{\"every\":\"1h\",\"queue\":\"QUEUE\",\"task\":{\"type\":\"a\"}}";

  @BeforeAll
  static void fill() {
    for (String queue : List.of("secret", "mail-a", "mail-b", "nail-c", "zz")) {
      EVERY.enqueue(queue, TASK);
    }
    EVERY.enqueue("secret", TASK.replace("\"t\"", "\"done\""));
    EVERY.post("/v1/queues/secret/tasks/done/cancel");
    EVERY.put("/v1/schedules/hidden", SCHEDULE.replace("QUEUE", "secret"));
    EVERY.put("/v1/schedules/shown", SCHEDULE.replace("QUEUE", "mail-a"));
  }

  @AfterAll
  static void stop() throws Exception {
    GATEWAY.close();
    TOKENS.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/queues/QUEUE",
        "/v1/queues/QUEUE/scaler",
        "/v1/queues/QUEUE/partitions",
        "/v1/queues/QUEUE/tasks?state=scheduled",
        "/v1/queues/QUEUE/tasks?state=nonsense",
        "/v1/queues/QUEUE/tasks/t",
        "/v1/queues/QUEUE/tasks/t/result",
        "/v1/queues/QUEUE/tasks/done/events",
        "/v1/queues/QUEUE/batches",
        "/v1/queues/QUEUE/batches/b",
        "/v1/queues/QUEUE/batches/b/tasks",
        "/v1/queues/QUEUE/batches/b/events",
        "/v1/queues/QUEUE/tasks/done/stream",
      })
  void lookTheSameWhetherTheyAreThereOrNot(String path) {
    String name = "mail-none";
    Reply unknown = HTTP.get(path.replace("QUEUE", name));
    Reply hidden = HTTP.get(path.replace("QUEUE", "secret"));
    Reply nowhere = HTTP.get(path.replace("QUEUE", "nowhere"));

    if (!path.endsWith("nonsense")) {
      assertThat(EVERY.get(path.replace("QUEUE", "secret")).text()).isNotEqualTo(hidden.text());
    }
    assertThat(hidden.status()).isEqualTo(unknown.status());
    assertThat(hidden.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());
    assertThat(same(hidden, "secret")).isEqualTo(same(unknown, name));
    assertThat(same(nowhere, "nowhere")).isEqualTo(same(unknown, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/queues/QUEUE/tasks",
        "POST /v1/queues/QUEUE/tasks/t/cancel",
        "POST /v1/queues/QUEUE/tasks/t/retry",
        "POST /v1/queues/QUEUE/tasks/t/run-now",
        "DELETE /v1/queues/QUEUE/tasks/t",
        "PUT /v1/queues/QUEUE",
        "PUT /v1/queues/QUEUE/partitions",
        "POST /v1/queues/QUEUE/pause",
        "POST /v1/queues/QUEUE/resume",
        "POST /v1/queues/QUEUE/redrive",
        "POST /v1/queues/QUEUE/purge",
        "POST /v1/queues/QUEUE/batches",
        "POST /v1/queues/QUEUE/batches/b/seal",
        "DELETE /v1/queues/QUEUE/batches/b",
      })
  void mayNotBeChangedWhetherTheyAreThereOrNot(String request) {
    for (String queue : List.of("secret", "nowhere")) {
      Reply reply = ask(request.replace("QUEUE", queue));
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.member("code")).isEqualTo("forbidden");
      assertThat(reply.member("detail")).isEqualTo("token mail has no access to this queue");
    }
    assertThat(ask(request.replace("QUEUE", "mail-none")).status()).isNotEqualTo(403);
    assertThat(EVERY.get("/v1/queues/secret/tasks/t").member("state")).isEqualTo("scheduled");
  }

  @Test
  void areLeftOutOfListsAndTheirCursors() {
    List<String> names = new ArrayList<>();
    String next = "/v1/queues?limit=1";
    while (!next.isEmpty()) {
      Reply page = HTTP.get(next);
      page.json().path("items").forEach(item -> names.add(item.path("queue").asString()));
      next = page.header("Link").replaceAll("^<(.*)>; rel=\"next\"$", "$1");
      if (!next.isEmpty()) {
        String cursor = next.replaceAll(".*cursor=", "");
        assertThat(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8))
            .contains("mail-");
      }
    }

    assertThat(names).containsExactly("mail-a", "mail-b");
    assertThat(HTTP.get("/metrics").text()).contains("queue=\"mail-a\"").doesNotContain("secret");
    assertThat(EVERY.get("/metrics").text()).contains("queue=\"secret\"");
  }

  @Test
  void hideTheirSchedules() {
    assertThat(HTTP.get("/v1/schedules").text()).contains("shown").doesNotContain("hidden");
    assertThat(EVERY.get("/v1/schedules").text()).contains("shown", "hidden");
    for (String request :
        List.of(
            "GET /v1/schedules/NAME",
            "GET /v1/schedules/NAME/preview",
            "POST /v1/schedules/NAME/pause",
            "POST /v1/schedules/NAME/resume",
            "POST /v1/schedules/NAME/trigger",
            "DELETE /v1/schedules/NAME")) {
      Reply hidden = ask(request.replace("NAME", "hidden"));
      Reply unknown = ask(request.replace("NAME", "nowhere"));
      assertThat(hidden.status()).isEqualTo(404);
      assertThat(same(hidden, "hidden")).isEqualTo(same(unknown, "nowhere"));
    }
    assertThat(EVERY.get("/v1/schedules/hidden").member("paused")).isEqualTo("false");
    assertThat(HTTP.post("/v1/schedules/shown/pause").member("paused")).isEqualTo("true");
  }

  @Test
  void takeNoSchedulesFromThoseWhoDoNotReachThem() {
    Reply into = HTTP.put("/v1/schedules/fresh", SCHEDULE.replace("QUEUE", "secret"));
    Reply over = HTTP.put("/v1/schedules/hidden", SCHEDULE.replace("QUEUE", "mail-a"));
    Reply own = HTTP.put("/v1/schedules/own", SCHEDULE.replace("QUEUE", "mail-b"));

    assertThat(into.status()).isEqualTo(403);
    assertThat(over.status()).isEqualTo(403);
    assertThat(own.status()).isEqualTo(201);
    assertThat(EVERY.get("/v1/schedules/fresh").status()).isEqualTo(404);
    assertThat(EVERY.get("/v1/schedules/hidden").member("queue")).isEqualTo("secret");
  }

  @Test
  void hideTheirBulkActions() {
    String secret =
        EVERY.post("/v1/queues/secret/redrive", "{\"from\":\"dead\"}").header("Location");
    String mail = HTTP.post("/v1/queues/mail-a/redrive", "{\"from\":\"dead\"}").header("Location");
    String id = secret.replaceAll(".*/", "");

    assertThat(HTTP.get(mail).status()).isEqualTo(200);
    assertThat(HTTP.post(mail + "/abort").status()).isEqualTo(200);
    assertThat(EVERY.get(secret).status()).isEqualTo(200);
    Reply hidden = HTTP.get(secret);
    Reply unknown = HTTP.get("/v1/bulk-actions/none");
    assertThat(hidden.status()).isEqualTo(404);
    assertThat(same(hidden, id)).isEqualTo(same(unknown, "none"));
    assertThat(HTTP.post(secret + "/abort").status()).isEqualTo(404);
    assertThat(EVERY.get(secret).member("state")).isNotEqualTo("aborted");
  }

  @Test
  void takeNoMembersAndNoCallbacksFromThoseWhoDoNotReachThem() {
    String batch = EVERY.post("/v1/queues/secret/batches", "{}").member("id");
    Reply member = HTTP.enqueue("mail-a", "{\"type\":\"a\",\"batch\":\"" + batch + "@secret\"}");
    String callback = "{\"onComplete\":{\"queue\":\"secret\",\"task\":{\"type\":\"a\"}}}";
    Reply calling = HTTP.post("/v1/queues/mail-a/batches", callback);

    assertThat(member.status()).isEqualTo(422);
    assertThat(member.text())
        .contains("/batch", "batch must be of a queue that the token may reach");
    assertThat(calling.status()).isEqualTo(422);
    assertThat(calling.text()).contains("/onComplete/queue");
  }

  @Test
  void areNotShownAsPartsOfBatches() {
    String batch = EVERY.post("/v1/queues/mail-a/batches", "{\"gather\":true}").header("Location");
    String member = batch.replaceAll(".*/", "") + "@mail-a";
    Reply there = EVERY.enqueue("secret", "{\"type\":\"a\",\"batch\":\"" + member + "\"}");
    EVERY.delete(there.header("Location"));

    assertThat(EVERY.get(batch).text()).contains("secret");
    assertThat(HTTP.get(batch).text()).contains("mail-a").doesNotContain("secret");
    assertThat(HTTP.get("/v1/queues/mail-a/batches").text()).doesNotContain("secret");
    assertThat(EVERY.get(batch + "/results").text()).contains("secret:1.");
    assertThat(HTTP.get(batch + "/results").text()).doesNotContain("secret");
    Reply hidden = HTTP.get(batch + "/tasks?part=secret");
    assertThat(same(hidden, "secret"))
        .isEqualTo(same(HTTP.get(batch + "/tasks?part=nowhere"), "nowhere"));
  }

  private static Reply ask(String request) {
    int space = request.indexOf(' ');
    return HTTP.method(request.substring(0, space), request.substring(space + 1));
  }

  /** The answer without what names the request. */
  private static String same(Reply reply, String name) {
    return reply.text().replace(reply.header("X-Request-Id"), "ID").replace(name, "NAME");
  }
}
