package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import java.util.ArrayList;
import java.util.List;

/** Where a run is, and which calls ran in it. */
final class History {
  private static final int LATEST = 10;

  private final String variant;
  private final long seed;
  private final Conditions conditions;
  private final List<Event> events = new ArrayList<>();
  private int step;
  private long startedAt;
  private long now;

  /** A promise was broken. Says where, and how to see it again. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
      super(message);
    }
  }

  private record Event(int step, long ms, Call call, Answer answer) {
    boolean names(String id) {
      return call.args().contains(id) || answer.toString().contains(id);
    }

    @Override
    public String toString() {
      return "step %d, %d ms: %s %s: %s"
          .formatted(step, ms, call.verb(), call.args(), answer.values());
    }
  }

  History(String variant, long seed, Conditions conditions) {
    this.variant = variant;
    this.seed = seed;
    this.conditions = conditions;
  }

  void at(int step, long now) {
    if (startedAt == 0) {
      startedAt = now;
    }
    this.step = step;
    this.now = now;
  }

  long now() {
    return now;
  }

  void ran(Call call, Answer answer) {
    events.add(new Event(step, now - startedAt, call, answer));
  }

  /** With the latest calls. */
  Violation violation(String what) {
    return violation(what, events.subList(Math.max(0, events.size() - LATEST), events.size()));
  }

  /** With the calls that name a task. */
  Violation violation(String what, String id) {
    return violation(what, events.stream().filter(event -> event.names(id)).toList());
  }

  private Violation violation(String what, List<Event> calls) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s, step %d of seed %d (%s; again with -Dmodel.seed=%d -Dmodel.seeds=1)%n%s"
            .formatted(what, step, seed, variant, seed, conditions));
    calls.forEach(call -> text.append("\n  ").append(call));
    return new Violation(text.toString());
  }
}
