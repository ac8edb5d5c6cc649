package io.sluice.redis.property;

import io.sluice.script.ScriptText;
import io.sluice.testing.RedisLine;
import java.util.List;

/** A worker with one slot, on a connection of its own on which it waits in a real BLMOVE. */
final class ParkedWorker implements AutoCloseable {
  private final String session;
  private final RedisLine line;
  private State state = State.ABSENT;

  /** What it does: it may hold a task; have been told that the queue rests; or not be there. */
  enum State {
    ABSENT,
    PARKED,
    RESTS,
    RUNS
  }

  ParkedWorker(String session, int port) {
    this.session = session;
    this.line = new RedisLine(port);
  }

  String session() {
    return session;
  }

  boolean is(State other) {
    return state == other;
  }

  void becomes(State next) {
    state = next;
  }

  void park() {
    line.send(
        List.of(
            "BLMOVE", ScriptText.key("ready"), ScriptText.key("landing"), "LEFT", "RIGHT", "0"));
    state = State.PARKED;
  }

  /** Whether something has arrived for it. */
  boolean isWoken() {
    return state == State.PARKED && line.hears();
  }

  /** What arrived. */
  String arrival() {
    return String.valueOf(line.hear());
  }

  @Override
  public void close() {
    line.close();
  }
}
