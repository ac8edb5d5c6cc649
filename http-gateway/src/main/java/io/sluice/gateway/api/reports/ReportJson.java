package io.sluice.gateway.api.reports;

import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.json.JsonTree;
import io.sluice.gateway.reports.Report;
import io.sluice.gateway.reports.Timeline;
import java.nio.charset.StandardCharsets;

/** A load report on the wire. */
final class ReportJson {
  static void row(JsonObject json, Report report) {
    json.put("name", report.name())
        .put("writtenAt", report.writtenAt())
        .put("problem", report.problem());
    members(json, report.row());
  }

  static void whole(JsonObject json, Report report) {
    row(json, report);
    json.put("details", details -> members(details, report.details()));
    Timeline timeline = report.timeline();
    if (timeline != null) {
      json.put("timeline", columns -> timeline(columns, timeline));
    }
  }

  private static void members(JsonObject json, JsonTree tree) {
    tree.members()
        .forEach(
            (name, value) -> json.putJson(name, value.compact().getBytes(StandardCharsets.UTF_8)));
  }

  private static void timeline(JsonObject json, Timeline timeline) {
    json.put("intervals", timeline.intervals());
    timeline.columns().forEach(json::putNumbers);
    json.put(
        "latencyMs",
        stages ->
            timeline
                .latencyMs()
                .forEach(
                    (stage, columns) -> stages.put(stage, of -> columns.forEach(of::putNumbers))));
  }

  private ReportJson() {}
}
