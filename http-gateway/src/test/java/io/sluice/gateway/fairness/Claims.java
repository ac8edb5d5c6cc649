package io.sluice.gateway.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A queue, and a worker over HTTP that takes tasks out of it. */
record Claims(Http http, String queue) {
  String at() {
    return "/v1/queues/" + queue;
  }

  Reply settings(String json) {
    Reply reply = http.put(at(), json);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply;
  }

  /** Enqueues a task of this id and these other fields. */
  Reply enqueue(String id, String fields) {
    return http.enqueue(queue, "{\"type\":\"work\",\"id\":\"" + id + "\"" + fields + "}");
  }

  /** Enqueues tasks as lines; the ids are the prefix and a number from 0. */
  void enqueue(int count, String prefix, String fields) {
    String lines =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"type\":\"work\",\"id\":\"" + prefix + i + "\"" + fields + "}")
            .collect(Collectors.joining("\n"));
    assertThat(http.postAs("application/x-ndjson", at() + "/tasks", lines).text())
        .contains("\"accepted\":" + count + ",\"rejected\":0");
  }

  Reply claim(int max) {
    Reply reply = http.post(at() + "/claims", "{\"max\":" + max + "}");
    assertThat(reply.status()).isEqualTo(200);
    return reply;
  }

  /** The ids of the tasks that a claim gets. */
  List<String> claimed(int max) {
    return ids(claim(max));
  }

  static List<String> ids(Reply claim) {
    return claim.json().path("tasks").valueStream().map(task -> id(task)).toList();
  }

  /** Settles the first task of a claim. */
  Reply settle(Reply claim, String outcome) {
    return settle(claim, outcome, "");
  }

  /** The same, and asks for the next task. */
  Reply settleAndClaim(Reply claim, String outcome) {
    return settle(claim, outcome, ",\"claim\":{\"max\":1}");
  }

  private Reply settle(Reply claim, String outcome, String next) {
    JsonNode task = claim.json().path("tasks").path(0);
    return http.post(
        at() + "/claims/settle",
        "{\"session\":\"%s\",\"outcomes\":[{\"id\":\"%s\",\"token\":\"%s\",%s}]%s}"
            .formatted(
                claim.member("session"), id(task), task.path("token").asString(), outcome, next));
  }

  Reply task(String id) {
    return http.get(at() + "/tasks/" + id);
  }

  private static String id(JsonNode task) {
    return task.path("id").asString();
  }
}
