package io.sluice.load.chaos;

import io.sluice.load.chaos.Note.Kind;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long a task that ran when its worker was killed waited until it ran again. From its second
 * crash on a task is put off on purpose, so those are told apart.
 */
final class Redelivery {
  private static final int DIGITS = 3;

  private final Map<Integer, Long> kills;
  private final Histogram first = new Histogram(DIGITS);
  private final Histogram later = new Histogram(DIGITS);

  /**
   * @param kills when a worker was killed, in ms, by its number
   */
  Redelivery(Map<Integer, Long> kills) {
    this.kills = kills;
  }

  /** Of tasks that crashed once, in ms. */
  Histogram first() {
    return first;
  }

  /** Of tasks that had crashed before, in ms. */
  Histogram later() {
    return later;
  }

  /** Those of another queue too. */
  void add(Redelivery other) {
    first.add(other.first);
    later.add(other.later);
  }

  void add(List<History.Entry> entries) {
    int crashes = 0;
    for (History.Entry start : entries) {
      Long killedAt = kills.get(start.worker());
      if (start.note().kind() != Kind.START || settled(start.note(), entries)) {
        continue;
      }
      Note next = next(start.note(), entries);
      if (killedAt != null && next != null) {
        Histogram taken = crashes == 0 ? first : later;
        taken.recordValue(Math.max(0, next.at() - killedAt));
      }
      crashes++;
    }
  }

  private static boolean settled(Note start, List<History.Entry> entries) {
    return entries.stream()
        .map(History.Entry::note)
        .anyMatch(note -> note.kind().accepted() && note.claim() == start.claim());
  }

  private static @Nullable Note next(Note start, List<History.Entry> entries) {
    Note next = null;
    for (History.Entry entry : entries) {
      Note note = entry.note();
      boolean after = note.kind() == Kind.START && note.claimedAt() > start.claimedAt();
      if (after && (next == null || note.claimedAt() < next.claimedAt())) {
        next = note;
      }
    }
    return next;
  }
}
