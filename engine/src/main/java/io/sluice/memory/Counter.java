package io.sluice.memory;

/** What the ledger of a queue counts. */
enum Counter {
  ACCEPTED,
  SUCCEEDED,
  RETRIED,
  REAPED,
  RELEASED,
  SNOOZED,
  DEAD,
  CANCELLED,
  EXPIRED,
  PURGED,
  REDRIVEN,
  REPAIRED,
  LOST
}
