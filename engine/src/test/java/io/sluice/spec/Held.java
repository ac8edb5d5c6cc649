package io.sluice.spec;

/**
 * Which task holds a key that is to be held once.
 *
 * @param until 0 for as long as the task has not ended
 * @param length for how long, in ms; 0 for until it has ended
 */
record Held(long until, String id, String createdAt, long length, String fingerprint) {
  boolean untilEnded() {
    return until == 0;
  }

  String stored() {
    String since = length == 0 ? createdAt : createdAt + "+" + length;
    return until + " " + id + " " + since + " " + fingerprint;
  }
}
