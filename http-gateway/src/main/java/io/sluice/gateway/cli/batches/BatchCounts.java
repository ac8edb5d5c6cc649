package io.sluice.gateway.cli.batches;

import io.sluice.gateway.json.JsonTree;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the counts of a batch are printed. */
final class BatchCounts {
  static String count(JsonTree batch, String name) {
    return batch.get("counts").get(name).text();
  }

  /** On one line. */
  static String counts(JsonTree batch) {
    return Stream.of("total", "pending", "succeeded", "dead", "cancelled", "expired")
        .map(name -> name + " " + count(batch, name))
        .collect(Collectors.joining("  "));
  }

  private BatchCounts() {}
}
