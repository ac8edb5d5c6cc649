package io.sluice.spec;

/**
 * What is kept of a finished task.
 *
 * @param how S succeeded, C cancelled, E expired
 * @param told the start of its run and its result; empty when it did not run
 */
record Ended(long at, char how, String told) {
  static Ended waiting(long at, char how) {
    return new Ended(at, how, "");
  }

  /** Of a run under this token, which ends with when it began. */
  static Ended ran(long at, char how, String token, String result) {
    return new Ended(at, how, token.replaceFirst("^.*?(\\d*)$", "$1") + " " + result);
  }

  String state() {
    return how == 'S' ? "succeeded" : how == 'C' ? "cancelled" : "expired";
  }

  String stored() {
    return at + " " + how + " " + told;
  }
}
