package io.sluice.model;

import java.util.List;

/** Where a run is, and what happened to whom. */
final class History {
  private final String variant;
  private final long seed;
  private final Conditions conditions;
  private int step;
  private long startedAt;
  private long now;

  History(String variant, long seed, Conditions conditions) {
    this.variant = variant;
    this.seed = seed;
    this.conditions = conditions;
  }

  void at(int step, long now) {
    if (startedAt == 0) {
      startedAt = now;
    }
    this.step = step;
    this.now = now;
  }

  long now() {
    return now;
  }

  String line(String event) {
    return "step " + step + ", " + (now - startedAt) + " ms: " + event;
  }

  Violation violation(String what) {
    return violation(what, List.of());
  }

  Violation violation(String what, List<String> lines) {
    String where =
        "%s, step %d of seed %d (%s; again with -Dmodel.seed=%d -Dmodel.seeds=1)%n%s"
            .formatted(what, step, seed, variant, seed, conditions);
    return new Violation(where + (lines.isEmpty() ? "" : "\n  " + String.join("\n  ", lines)));
  }
}
