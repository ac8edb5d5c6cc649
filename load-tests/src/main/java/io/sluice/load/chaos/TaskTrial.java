package io.sluice.load.chaos;

import io.sluice.load.chaos.Note.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be said of a single task: the rules that need its own notes only. */
final class TaskTrial {
  private final Evidence evidence;
  private final int task;
  private final List<History.Entry> entries;
  private final Sends.Send send;
  private final Fates.Fate fate;

  TaskTrial(Evidence evidence, int task) {
    this.evidence = evidence;
    this.task = task;
    this.entries = evidence.history().of(task);
    this.send = evidence.sends().send(task);
    this.fate = evidence.fates().of(task);
  }

  List<History.Entry> entries() {
    return entries;
  }

  int count(Kind kind) {
    int count = 0;
    for (History.Entry entry : entries) {
      count += entry.note().kind() == kind ? 1 : 0;
    }
    return count;
  }

  /** Executions beyond the first that nothing on record explains. */
  int unexplained() {
    int explained =
        1
            + count(Kind.RETRIED)
            + count(Kind.RELEASED)
            + evidence.fates().crashes(task)
            + runsTakenBack();
    return Math.max(0, count(Kind.START) - explained);
  }

  /** Whether it was acknowledged, confirmed by nobody, and is gone with a failover. */
  boolean takenBack() {
    return send == Sends.Send.ACKNOWLEDGED
        && fate == Fates.Fate.ABSENT
        && !evidence.sends().isConfirmed(task)
        && evidence.faults().mayBeTakenBack(evidence.sends().answeredAt(task));
  }

  /**
   * Whether a failover may have taken it back, though it ran and nobody acknowledged it: then the
   * books may know it or not.
   */
  boolean maybeTakenBack() {
    return send == Sends.Send.UNKNOWN
        && (fate == Fates.Fate.UNASKED || fate == Fates.Fate.ABSENT)
        && count(Kind.START) > 0
        && runsTakenBack() == count(Kind.START);
  }

  /** Runs whose claim or whose outcome a failover may have taken back. */
  int runsTakenBack() {
    int runs = 0;
    for (History.Entry start : entries) {
      boolean taken =
          start.note().kind() == Kind.START
              && entries.stream()
                  .map(History.Entry::note)
                  .filter(note -> note.claim() == start.note().claim())
                  .filter(note -> note.kind() == Kind.START || note.kind().accepted())
                  .anyMatch(note -> evidence.faults().mayBeTakenBack(note.at()));
      runs += taken ? 1 : 0;
    }
    return runs;
  }

  /** Whether it was there though nobody acknowledged it. */
  boolean thereUnacknowledged() {
    return send == Sends.Send.UNKNOWN
        && (fate == Fates.Fate.UNASKED
            ? count(Kind.START) > 0
            : fate != Fates.Fate.ABSENT || maybeDropped());
  }

  /**
   * Whether it may be one of the finished tasks that a full Redis dropped: it was accepted, and is
   * gone. How many such there may be the books tell.
   */
  boolean maybeDropped() {
    boolean accepted =
        send == Sends.Send.ACKNOWLEDGED || (send == Sends.Send.UNKNOWN && !entries.isEmpty());
    return evidence.wasFull() && fate == Fates.Fate.ABSENT && accepted;
  }

  /** Whether its end is on record in Redis, as far as that was asked. */
  boolean keptEnd() {
    return fate.terminal() || (fate == Fates.Fate.UNASKED && count(Kind.START) > 0);
  }

  /** Why it is lost, or null when it is not. */
  @Nullable String lost() {
    if (maybeDropped() || takenBack()) {
      return null;
    }
    if (send == Sends.Send.ACKNOWLEDGED && !fate.terminal()) {
      String answer = evidence.sends().isConfirmed(task) ? "confirmed" : "acknowledged";
      return answer + ", and in the end it is " + fate;
    }
    if (send == Sends.Send.UNKNOWN && fate == Fates.Fate.UNFINISHED) {
      return "half there: unacknowledged, accepted, and never ended";
    }
    return fate == Fates.Fate.SUCCEEDED && count(Kind.START) == 0
        ? "it succeeded and never ran"
        : null;
  }

  /** Why it is doubled, or null when it is not. */
  @Nullable String doubled() {
    boolean absent = send == Sends.Send.REFUSED || send == Sends.Send.NONE;
    if (absent && (fate.terminal() || fate == Fates.Fate.UNFINISHED || !entries.isEmpty())) {
      return "it was not accepted, and is there";
    }
    if (evidence.fates().isDoubled(task)) {
      return "several tasks have its number";
    }
    if (send == Sends.Send.UNKNOWN
        && fate == Fates.Fate.ABSENT
        && !entries.isEmpty()
        && !maybeDropped()
        && !maybeTakenBack()) {
      return "half there: it ran, and Redis does not know it";
    }
    if (endsMoreThanOnce()) {
      return "it ended more than once";
    }
    return acceptedTwice() ? "two outcomes of one claim were accepted" : stale();
  }

  /** Of several ends all but one must have been taken back. */
  private boolean endsMoreThanOnce() {
    List<Note> ends =
        entries.stream().map(History.Entry::note).filter(note -> note.kind().terminal()).toList();
    long taken = ends.stream().filter(end -> evidence.faults().mayBeTakenBack(end.at())).count();
    return ends.size() > 1 && ends.size() - taken > 1;
  }

  private boolean acceptedTwice() {
    return entries.stream()
        .filter(entry -> entry.note().kind().accepted())
        .anyMatch(
            entry ->
                entries.stream()
                        .filter(other -> other.note().kind().accepted())
                        .filter(other -> other.note().claim() == entry.note().claim())
                        .count()
                    > 1);
  }

  /** A claim after it means that the session was fenced, or the task over. */
  private @Nullable String stale() {
    for (History.Entry end : entries) {
      if (end.note().kind().terminal()
          && claimedAfter(end.note())
          && !evidence.faults().mayBeTakenBack(end.note().at())) {
        return "a stale outcome was accepted: the task had been claimed again";
      }
    }
    return null;
  }

  private boolean claimedAfter(Note end) {
    return entries.stream()
        .map(History.Entry::note)
        .anyMatch(
            note ->
                note.kind() == Kind.START
                    && note.claim() != end.claim()
                    && note.claimedAt() > end.claimedAt());
  }
}
