package io.sluice.gateway.api;

import io.sluice.gateway.json.JsonObject;
import io.sluice.task.QueueView;

/** The view of a queue on the wire. */
final class QueueJson {
  static void members(JsonObject json, QueueView queue) {
    json.put("queue", queue.queue().value())
        .put("paused", queue.paused())
        .put("counts", counts -> counts(counts, queue.counts()))
        .put("totals", totals -> totals(totals, queue.totals()))
        .put("oldestReadyAgeMs", queue.oldestReadyAge().toMillis())
        .put("workers", queue.workers());
  }

  private static void counts(JsonObject json, QueueView.Counts counts) {
    json.put("scheduled", counts.scheduled())
        .put("ready", counts.ready())
        .put("running", counts.running())
        .put("retrying", counts.retrying())
        .put("dead", counts.dead())
        .put("succeeded", counts.succeeded())
        .put("cancelled", counts.cancelled())
        .put("expired", counts.expired());
  }

  private static void totals(JsonObject json, QueueView.Totals totals) {
    json.put("accepted", totals.accepted())
        .put("succeeded", totals.succeeded())
        .put("retried", totals.retried())
        .put("reaped", totals.reaped())
        .put("released", totals.released())
        .put("snoozed", totals.snoozed())
        .put("dead", totals.dead())
        .put("cancelled", totals.cancelled())
        .put("expired", totals.expired())
        .put("purged", totals.purged());
  }

  private QueueJson() {}
}
