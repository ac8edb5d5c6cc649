package io.sluice.model;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What each call of each lane was answered when it took effect, which it may do once. */
final class Receipts {
  private final History history;
  private final Faults faults;
  private final Map<String, TreeMap<Long, Object>> lanes = new HashMap<>();

  Receipts(History history, Faults faults) {
    this.history = history;
    this.faults = faults;
  }

  /** A call took effect. */
  void first(String lane, long seq, Object answer) {
    TreeMap<Long, Object> calls = lanes.computeIfAbsent(lane, name -> new TreeMap<>());
    Object before = calls.put(seq, answer);
    if (before != null) {
      throw history.violation(
          "call " + seq + " of " + lane + " took effect twice: " + before + ", then " + answer);
    }
    if (calls.lastKey() > seq) {
      throw history.violation("call " + seq + " of " + lane + " took effect after a later one");
    }
  }

  boolean has(String lane, long seq) {
    return lanes.getOrDefault(lane, new TreeMap<>()).containsKey(seq);
  }

  /** A call was answered as one that took effect before: with what it was answered then? */
  Object replayed(String verb, String lane, long seq) {
    Object before = lanes.getOrDefault(lane, new TreeMap<>()).get(seq);
    if (before == null) {
      throw history.violation("call " + seq + " of " + lane + " was replayed before it ran");
    }
    faults.fired(Faults.REPLAYED + verb);
    return before;
  }

  /** What a call was answered that took effect. */
  Object given(String lane, long seq) {
    Object answer = lanes.getOrDefault(lane, new TreeMap<>()).get(seq);
    if (answer == null) {
      throw history.violation("call " + seq + " of " + lane + " was changed and never ran");
    }
    return answer;
  }

  /** A call was refused as a late copy. */
  void old(String verb, String lane, long seq) {
    TreeMap<Long, Object> calls = lanes.getOrDefault(lane, new TreeMap<>());
    if (calls.isEmpty() || calls.lastKey() <= seq) {
      throw history.violation("call " + seq + " of " + lane + " was refused as late and is not");
    }
    faults.fired(Faults.TOO_LATE + verb);
  }
}
