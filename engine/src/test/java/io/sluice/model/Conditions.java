package io.sluice.model;

import java.util.List;

/**
 * Under what settings a seed runs.
 *
 * @param cap finished tasks kept per state
 * @param packed how many entries Redis packs into one string, which a walk meets at once
 * @param trouble how many times the usual rate of lost and late calls
 * @param sheds whether finished tasks are dropped before their retention ends
 * @param groups those of tasks, the empty one of tasks with a priority only; none where all are
 *     plain
 * @param forgetful whether workers forget tasks, and look for what they forgot
 */
record Conditions(
    int workers,
    int producers,
    int cap,
    int maxAgeMs,
    int deadCap,
    int packed,
    int scanCount,
    int maxBacklog,
    int maxCrashes,
    int slots,
    double trouble,
    boolean forgetful,
    boolean sheds,
    List<String> groups) {

  static final int LIFE_MS = 3000;
  static final int GRACE_MS = 400;
  static final int SPREAD_MS = 700;
  private static final int MANY = 10_000;
  private static final List<String> GROUPS = List.of("", "a", "b", "tenant c");

  /** With groups, claims of certain types are held against the model elsewhere, call by call. */
  boolean anyType() {
    return !groups.isEmpty();
  }

  static Conditions of(Dice dice) {
    return new Conditions(
        dice.between(3, 5),
        dice.between(2, 4),
        dice.oneOf(List.of(0, 15, MANY)),
        dice.oneOf(List.of(0, 4000)),
        dice.oneOf(List.of(2, MANY)),
        dice.oneOf(List.of(8, 8, 8, 512)),
        dice.oneOf(List.of(1, 3, 10, 200)),
        dice.oneOf(List.of(0, 0, 40)),
        dice.oneOf(List.of(3, 4, 5)),
        dice.between(3, 16),
        dice.oneOf(List.of(0.6, 1.0, 1.0, 2.5)),
        dice.chance(0.3),
        dice.chance(0.5),
        dice.chance(0.5) ? List.of() : GROUPS);
  }
}
