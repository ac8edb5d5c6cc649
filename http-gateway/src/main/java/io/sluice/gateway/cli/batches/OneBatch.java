package io.sluice.gateway.cli.batches;

import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.json.JsonTree;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a batch is, and how its counts are printed. */
final class OneBatch {
  static ApiPath path(String queue, String id) {
    return ApiPath.of("queues", queue, "batches", id);
  }

  static ApiPath path(String queue, String id, String more) {
    return ApiPath.of("queues", queue, "batches", id, more);
  }

  static String count(JsonTree batch, String name) {
    return batch.get("counts").get(name).text();
  }

  /** On one line. */
  static String counts(JsonTree batch) {
    return Stream.of("total", "pending", "succeeded", "dead", "cancelled", "expired")
        .map(name -> name + " " + count(batch, name))
        .collect(Collectors.joining("  "));
  }

  private OneBatch() {}
}
