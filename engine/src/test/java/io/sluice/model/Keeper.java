package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Promotes, expires, reaps, sweeps, sheds and acts on many: any number of these at once, each of
 * which may die at any call.
 */
final class Keeper {
  /** What a task is said to have failed of that crashed too often. */
  static final String POISON = "Poison";

  private static final String MESSAGE = "\ncrashed";
  private static final int PROMOTED_AT_ONCE = 20;
  private static final int SWEPT_AT_ONCE = 50;
  private static final int MANY_BYTES = 1 << 20;

  private static final int LONGEST_WALK = 5000;

  private final World world;

  Keeper(World world) {
    this.world = world;
  }

  void promote() {
    Answer unused = send("promote", PROMOTED_AT_ONCE);
  }

  void expire() {
    Answer unused = send("expire", world.dice().between(1, 20));
  }

  /** Takes the next step of what an operator began, whoever took the one before. */
  void goOnWithBulks() {
    Answer unused = send("bulk", "step", world.dice().between(1, 5));
  }

  /** Null when no answer came. */
  @Nullable Answer sweep() {
    Conditions at = world.conditions();
    return send("sweep", at.cap(), at.maxAgeMs(), at.deadCap(), 0, SWEPT_AT_ONCE);
  }

  /** As for want of memory, in seeds in which this may be. */
  void shed() {
    if (world.conditions().sheds()) {
      Answer unused = send("shed", world.dice().between(1, 5), MANY_BYTES);
    }
  }

  /** Walks, until it dies; sometimes with another reaper at once, neither knowing of the other. */
  void reap() {
    boolean two = world.dice().chance(0.3);
    Answer answer = reapOnce();
    while (answer != null && answer.number(0) == 1) {
      if (two) {
        world.faults().fired(Faults.SECOND_REAPER);
        Answer unused = reapOnce();
      }
      if (world.dice().chance(0.4)) {
        world.faults().fired(Faults.REAPER_DIED);
        return;
      }
      answer = reapOnce();
    }
  }

  /** Goes on until a walk is over. */
  void reapAll() {
    for (int chunk = 0; chunk < LONGEST_WALK; chunk++) {
      Answer answer = reapOnce();
      if (answer != null && answer.number(0) == 0) {
        return;
      }
    }
    throw world.history().violation("a walk never ends");
  }

  private @Nullable Answer reapOnce() {
    Conditions at = world.conditions();
    return send(
        "reap",
        at.scanCount(),
        at.maxCrashes(),
        Conditions.GRACE_MS,
        at.cap(),
        Conditions.SPREAD_MS,
        POISON + MESSAGE);
  }

  private @Nullable Answer send(String verb, Object... args) {
    return world.wire().send(new Call(verb, null, words(args)), false);
  }

  private static List<String> words(Object... args) {
    return Arrays.stream(args).map(String::valueOf).toList();
  }
}
