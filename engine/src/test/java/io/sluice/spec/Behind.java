package io.sluice.spec;

/**
 * What waits behind a task that runs, as the newest with its unique key.
 *
 * @param due when it may begin at the soonest, in ms
 * @param length how far away that was when it was set, in ms; 0 for an instant that was named
 * @param burst when the burst of calls began that it is the newest of; - for none
 */
record Behind(String id, long due, long length, String burst, String createdAt, String key) {
  /** Later than any instant that can be named: where it is among what is scheduled. */
  static final double AFTER_ALL = 253_402_300_800_000.0;

  Behind dueAt(long instant) {
    return new Behind(id, instant, 0, burst, createdAt, key);
  }

  String stored(String runs) {
    return String.join(" ", runs, "" + due, "" + length, burst, createdAt, key);
  }
}
