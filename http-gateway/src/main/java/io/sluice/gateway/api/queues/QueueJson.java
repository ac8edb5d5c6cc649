package io.sluice.gateway.api.queues;

import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.json.WireDuration;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.QueueView;
import java.time.Duration;

/** The view of a queue on the wire. */
final class QueueJson {
  /** Three digits are shown. */
  private static final double ROUNDING = 1000;

  static void members(JsonObject json, QueueView queue) {
    json.put("queue", queue.queue().value())
        .put("paused", queue.paused())
        .put("counts", counts -> counts(counts, queue.counts()))
        .put("totals", totals -> totals(totals, queue.totals()))
        .put("oldestReadyAgeMs", queue.oldestReadyAge().toMillis())
        .put("workers", queue.workers())
        .put("rates", rates -> rates(rates, queue.rates()))
        .put("limits", limits -> limits(limits, queue.settings()));
    if (queue.partitions() > 1) {
      json.put("partitions", queue.partitions());
    }
    QueueView.Pause pause = queue.pause();
    if (pause != null) {
      json.put("pause", of -> of.put("reason", pause.reason()).put("until", pause.until()));
    }
  }

  /** A second. */
  private static void rates(JsonObject json, QueueView.Rates rates) {
    json.put("accepted", rounded(rates.accepted()))
        .put("succeeded", rounded(rates.succeeded()))
        .put("retried", rounded(rates.retried()))
        .put("dead", rounded(rates.dead()))
        .put("ended", rounded(rates.ended()));
  }

  private static double rounded(double rate) {
    return Math.round(rate * ROUNDING) / ROUNDING;
  }

  /** What was set for this queue; what is left out is as the engines are configured. */
  private static void limits(JsonObject json, QueueSettings settings) {
    Duration age = settings.retentionAge();
    json.put("maxBacklog", settings.maxBacklog()).put("maxConcurrency", settings.maxConcurrency());
    if (age != null || settings.retentionCount() != null) {
      json.put(
          "retention",
          of ->
              of.put("maxAge", age == null ? null : WireDuration.format(age))
                  .put("maxCount", settings.retentionCount()));
    }
    LimitsJson.members(json, settings);
  }

  static void counts(JsonObject json, QueueView.Counts counts) {
    json.put("scheduled", counts.scheduled())
        .put("ready", counts.ready())
        .put("running", counts.running())
        .put("retrying", counts.retrying())
        .put("dead", counts.dead())
        .put("succeeded", counts.succeeded())
        .put("cancelled", counts.cancelled())
        .put("expired", counts.expired());
  }

  static void totals(JsonObject json, QueueView.Totals totals) {
    json.put("accepted", totals.accepted())
        .put("succeeded", totals.succeeded())
        .put("retried", totals.retried())
        .put("reaped", totals.reaped())
        .put("released", totals.released())
        .put("snoozed", totals.snoozed())
        .put("dead", totals.dead())
        .put("cancelled", totals.cancelled())
        .put("expired", totals.expired())
        .put("purged", totals.purged())
        .put("redriven", totals.redriven());
  }

  private QueueJson() {}
}
