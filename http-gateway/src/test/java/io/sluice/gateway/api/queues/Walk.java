package io.sluice.gateway.api.queues;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.api.Problems;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.support.ApiDocument;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks, and keeps in mind which operations were asked for. */
final class Walk {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Http http;
  private final Set<String> asked = new TreeSet<>();

  Walk(Http http) {
    this.http = http;
  }

  Reply get(String path) {
    asked("GET", path);
    return http.get(path);
  }

  Reply put(String path, String body) {
    asked("PUT", path);
    return http.put(path, body);
  }

  /**
   * @param body empty for none
   */
  Reply post(String path, String body) {
    asked("POST", path);
    return body.isEmpty() ? http.post(path) : http.post(path, body);
  }

  Reply method(String method, String path) {
    asked(method, path);
    return http.method(method, path);
  }

  /** Notes what is asked for in another way. */
  void asked(String method, String path) {
    ApiDocument.OURS
        .find(method, Route.split(path.split("\\?", 2)[0]))
        .ifPresent(operation -> asked.add(operation.toString()));
  }

  Set<String> asked() {
    return asked;
  }

  /** The answers to so many tasks, of one stream. */
  List<JsonNode> lines(String at, int tasks) {
    asked("POST", at + "/tasks");
    String lines = (later(null) + "\n").repeat(tasks);
    Reply reply = http.postAs("application/x-ndjson", at + "/tasks", lines);
    return reply
        .text()
        .lines()
        .<JsonNode>map(MAPPER::readTree)
        .filter(line -> line.has("id"))
        .toList();
  }

  /** A bulk action once it is over. */
  Reply ended(String bulkAction) {
    Reply reply = get(bulkAction);
    while (reply.member("state").equals("running")) {
      reply = get(bulkAction);
    }
    return reply;
  }

  /** A task for later, with more members if there are any. */
  static String later(@Nullable String more) {
    return "{\"type\":\"a\",\"delay\":\"1h\"" + (more == null ? "" : "," + more) + "}";
  }

  static void refused(Reply reply, String pointer, String why) {
    Problems.check(reply, 422, "validation_failed");
    JsonNode error = reply.json().at("/errors/0");
    assertThat(error.path("pointer").asString()).isEqualTo(pointer);
    assertThat(error.path("detail").asString()).contains(why);
  }

  static List<JsonNode> items(Reply reply) {
    return List.copyOf(reply.json().path("items").values());
  }
}
