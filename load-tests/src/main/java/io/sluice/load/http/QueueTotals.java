package io.sluice.load.http;

import tools.jackson.databind.JsonNode;

/**
 * A queue as the gateway shows it.
 *
 * @param unfinished tasks that are there and have not ended
 * @param workers sessions that are alive
 */
public record QueueTotals(
    long accepted,
    long succeeded,
    long retried,
    long reaped,
    long released,
    long snoozed,
    long dead,
    long cancelled,
    long expired,
    long unfinished,
    long workers) {
  /** Of a queue that the gateway has never heard of. */
  public static final QueueTotals NONE = new QueueTotals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** What was counted since the other look. */
  public QueueTotals since(QueueTotals before) {
    return new QueueTotals(
        accepted - before.accepted,
        succeeded - before.succeeded,
        retried - before.retried,
        reaped - before.reaped,
        released - before.released,
        snoozed - before.snoozed,
        dead - before.dead,
        cancelled - before.cancelled,
        expired - before.expired,
        unfinished - before.unfinished,
        workers);
  }

  /** Tasks that have ended, whichever way. */
  public long ended() {
    return succeeded + dead + cancelled + expired;
  }

  static QueueTotals of(JsonNode view) {
    JsonNode totals = view.path("totals");
    JsonNode counts = view.path("counts");
    return new QueueTotals(
        number(totals, "accepted"),
        number(totals, "succeeded"),
        number(totals, "retried"),
        number(totals, "reaped"),
        number(totals, "released"),
        number(totals, "snoozed"),
        number(totals, "dead"),
        number(totals, "cancelled"),
        number(totals, "expired"),
        number(counts, "scheduled")
            + number(counts, "ready")
            + number(counts, "running")
            + number(counts, "retrying"),
        number(view, "workers"));
  }

  private static long number(JsonNode of, String name) {
    return of.path(name).asLong(0);
  }
}
