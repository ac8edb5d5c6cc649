package io.sluice.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import java.util.function.Supplier;

/** Something of everything that the dashboard shows, on queue demo. */
final class Scene {
  private static final String TASKS = "/v1/queues/demo/tasks";
  private static final int DEAD = 3;

  /** Makes it, and waits until it is all there. */
  static void make(Http http) {
    String fails =
        "{\"type\":\"demo.fail\",\"payload\":{\"times\":9},\"retry\":{\"maxAttempts\":1}";
    for (int i = 0; i < DEAD; i++) {
      String body = fails + ",\"id\":\"dead-" + i + "\"}";
      accepted(() -> http.enqueue("demo", body));
    }
    accepted(
        () ->
            http.enqueue(
                "demo",
                "{\"type\":\"demo.fail\",\"payload\":{\"times\":9},\"id\":\"retrying-0\",\"retry\":{\"initial\":\"1h\","
                    + "\"max\":\"2h\"}}"));
    accepted(
        () ->
            http.enqueue(
                "demo",
                "{\"type\":\"demo.echo\",\"payload\":{\"n\":12345678901234567890.12345678901},\"id\":\"later-0\","
                    + "\"delay\":\"2h\",\"group\":\"acme\",\"tags\":[\"new\"]}"));
    accepted(
        () ->
            http.enqueue(
                "demo",
                "{\"type\":\"demo.sleep\",\"payload\":{\"ms\":600000},\"id\":\"running-0\"}"));
    accepted(
        () -> http.enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":1,\"id\":\"done-0\"}"));
    accepted(
        () ->
            http.put(
                "/v1/schedules/nightly",
                "{\"cron\":\"0 30 3 ? * 2-6\",\"dialect\":\"quartz\",\"queue\":\"demo\","
                    + "\"task\":{\"type\":\"demo.echo\"}}"));
    Reply batch =
        accepted(
            () -> http.post("/v1/queues/demo/batches", "{\"name\":\"mailing\",\"gather\":true}"));
    accepted(
        () ->
            http.enqueue(
                "demo",
                "{\"type\":\"demo.echo\",\"payload\":1,\"batch\":\"" + batch.member("id") + "\"}"));
    await(http, "dead", DEAD);
    await(http, "retrying", 1);
    await(http, "running", 1);
    await(http, "succeeded", 2);
  }

  /** Waits until so many tasks of queue demo are in this state. */
  static void await(Http http, String state, int count) {
    while (http.get("/v1/queues/demo").json().path("counts").path(state).asInt() != count) {
      Thread.onSpinWait();
    }
  }

  static String stateOf(Http http, String id) {
    return http.get(TASKS + "/" + id).member("state");
  }

  /** A machine that is busy may keep Redis from answering in time; what has an id is there once. */
  private static Reply accepted(Supplier<Reply> request) {
    Reply reply = request.get();
    while (reply.status() == 503) {
      reply = request.get();
    }
    assertThat(reply.status() == 409 || reply.status() < 300).as(reply.text()).isTrue();
    return reply;
  }

  private Scene() {}
}
