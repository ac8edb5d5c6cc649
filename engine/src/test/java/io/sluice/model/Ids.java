package io.sluice.model;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The ids that somebody offered, and those of which a cancel was asked lately. */
final class Ids {
  private static final int RECENT = 60;
  private static final int FEW = 5;

  private final Dice dice;
  private final Set<String> seen = new LinkedHashSet<>();
  private final Deque<String> cancelledLately = new ArrayDeque<>();

  Ids(Dice dice) {
    this.dice = dice;
  }

  /** Redis has them; before that, nobody but who made them may know them. */
  void sawIn(Collection<String> waiting) {
    seen.addAll(waiting);
  }

  void askCancel(String id) {
    cancelledLately.addLast(id);
    if (cancelledLately.size() > FEW) {
      cancelledLately.removeFirst();
    }
  }

  /** Ids that somebody might offer again. */
  List<String> cancelledLately() {
    return List.copyOf(cancelledLately);
  }

  String any() {
    List<String> all = List.copyOf(seen);
    return all.isEmpty()
        ? "nobody-offered-this"
        : all.get(all.size() - 1 - dice.below(Math.min(all.size(), RECENT)));
  }

  String cancelledOrAny() {
    return cancelledLately.isEmpty() || dice.chance(0.7) ? any() : dice.oneOf(cancelledLately());
  }

  /** One of these, or any where there are none, or with this chance. */
  String oneOf(Collection<String> some, double orElseAny) {
    return some.isEmpty() || dice.chance(orElseAny) ? any() : dice.oneOf(List.copyOf(some));
  }
}
