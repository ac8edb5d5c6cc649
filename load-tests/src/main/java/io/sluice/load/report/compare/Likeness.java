package io.sluice.load.report.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Whether runs can be compared: what must be equal is, and what differs besides is told. */
final class Likeness {
  private static final List<String> MUST_BE_EQUAL = List.of("/scenario", "/config/payloadBytes");

  /** Differ from run to run and make no difference to the figures. */
  private static final Set<String> MAY_DIFFER = Set.of("seed", "command", "slo");

  private static final String GOOD = "ok";

  private final StoredRun first;
  private final List<String> warnings = new ArrayList<>();

  private Likeness(StoredRun first) {
    this.first = first;
  }

  /**
   * Holds every run against the first.
   *
   * @return what a reader must be warned of
   * @throws IllegalArgumentException naming the field by which runs cannot be compared
   */
  static List<String> check(List<StoredRun> runs) {
    Likeness likeness = new Likeness(runs.get(0));
    runs.forEach(likeness::check);
    return likeness.warnings.stream().distinct().toList();
  }

  private void check(StoredRun run) {
    MUST_BE_EQUAL.forEach(path -> requireEqual(path, run));
    warnOfDifferences("/env", run);
    warnOfDifferences("/config", run);
    String verdict = run.required("/verdict").asString();
    if (!verdict.equals(GOOD)) {
      warnings.add(run.file() + " ended with «" + verdict + "»");
    }
    if (!run.below("/histograms").isObject()) {
      warnings.add(run.file() + " has no histograms: its latencies cannot be compared");
    }
  }

  private void requireEqual(String path, StoredRun run) {
    JsonNode expected = first.required(path);
    JsonNode found = run.required(path);
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          "cannot compare runs with different " + path + ": " + difference(expected, run, found));
    }
  }

  private void warnOfDifferences(String path, StoredRun run) {
    JsonNode expected = first.below(path);
    JsonNode found = run.below(path);
    Set<String> names = new LinkedHashSet<>(expected.propertyNames());
    names.addAll(found.propertyNames());
    names.removeAll(MAY_DIFFER);
    for (String name : names) {
      if (!found.path(name).equals(expected.path(name))) {
        warnings.add(
            path
                + "/"
                + name
                + " differs: "
                + difference(expected.path(name), run, found.path(name)));
      }
    }
  }

  private String difference(JsonNode expected, StoredRun run, JsonNode found) {
    return expected + " in " + first.file() + ", " + found + " in " + run.file();
  }
}
