package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import io.sluice.spec.QueueModel;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Counts what a run met, so that a run which meets too little is seen. */
final class Sightings {
  private final QueueModel model;
  private final Faults faults;
  private final Map<String, Long> before = new HashMap<>();

  /** What ends runs, which tasks wait for. */
  private static final Set<String> FOLLOWED_BY = Set.of("settle", "reap", "shrink");

  private long waitedBehind;

  Sightings(QueueModel model, Faults faults) {
    this.model = model;
    this.faults = faults;
  }

  /** A call that ran, which the model has heard. */
  void ran(Call call, Answer answer) {
    long expired = more("expired");
    long cancelled = more("cancelled");
    long redriven = more("redriven");
    long waitBehind = model.inOrder("behind").size();
    if (answer.is("replayed")) {
      faults.fired(Faults.REPLAYED + call.verb());
    } else if (answer.is("old")) {
      faults.fired(Faults.TOO_LATE + call.verb());
    } else if (answer.is("full")) {
      faults.fired(Faults.BACKLOG_FULL);
    }
    if (FOLLOWED_BY.contains(call.verb())) {
      faults.fired(Faults.FOLLOWED, Math.max(0, waitedBehind - waitBehind));
    }
    waitedBehind = waitBehind;
    switch (call.verb()) {
      case "enqueue_once" -> {
        faults.fired(Faults.REPLACED, cancelled);
        answer.texts(1).forEach(this::judged);
      }
      case "claim" -> claimed(answer, expired);
      case "shrink" -> faults.fired(Faults.SHRUNK, answer.size() == 0 ? 0 : 1);
      case "expire" -> faults.fired(Faults.EXPIRED, expired);
      case "act" -> acted(call.args().get(0), answer);
      case "reap" -> faults.fired(Faults.CRASH_LIMIT, answer.number(3));
      case "bulk" -> {
        if (call.args().get(0).equals("step")) {
          faults.fired(redriven > 0 ? Faults.REDRIVEN : Faults.PURGED, answer.number(0));
        }
      }
      default -> {
        // Nothing to be met in it.
      }
    }
  }

  private void judged(String verdict) {
    if (verdict.startsWith("again ") || verdict.startsWith("mismatch ")) {
      faults.fired(Faults.REQUEST_AGAIN);
    } else if (verdict.startsWith("reject ") || verdict.startsWith("keep ")) {
      faults.fired(Faults.NOT_UNIQUE);
    }
  }

  private void claimed(Answer answer, long expired) {
    faults.fired(Faults.EXPIRED_AT_CLAIM, expired);
    faults.fired(Faults.BYTES_FULL, answer.is("more") ? 1 : 0);
    faults.fired(Faults.LIMITED, answer.is("limited") ? 1 : 0);
    if (answer.size() > 2) {
      faults.fired(
          Faults.SUSPECT_HELD, answer.part(2).texts(0).stream().filter(model::isSuspect).count());
    }
  }

  private void acted(String what, Answer answer) {
    if (answer.is("held")) {
      faults.fired(Faults.KEY_IS_HELD);
    } else if (answer.is("done") && what.equals("delete")) {
      faults.fired(Faults.DELETED);
    } else if (answer.is("done") && answer.text(1).equals("dead")) {
      faults.fired(Faults.REVIVED);
    }
  }

  private long more(String counter) {
    long now = model.counted(counter);
    Long last = before.put(counter, now);
    return now - (last == null ? 0 : last);
  }
}
