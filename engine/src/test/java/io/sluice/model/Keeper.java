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
  private final ReapJudge judge;
  private final ExpiryJudge expiries;
  private final BulkJudge bulks;

  Keeper(World world) {
    this.world = world;
    this.judge = new ReapJudge(world);
    this.expiries = new ExpiryJudge(world);
    this.bulks = new BulkJudge(world);
  }

  void promote() {
    Answer unused = send("promote", PROMOTED_AT_ONCE);
  }

  void expire() {
    Call expire = new Call("expire", null, words(world.dice().between(1, 20)), expiries::judge);
    Answer unused = world.wire().send(expire, false);
  }

  /** Takes the next step of what an operator began, whoever took the one before. */
  void goOnWithBulks() {
    Call step =
        new Call(BulkJudge.VERB, null, words("step", world.dice().between(1, 5)), bulks::stepped);
    Answer unused = world.wire().send(step, false);
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
    return world
        .wire()
        .send(
            new Call(
                "reap",
                null,
                words(
                    at.scanCount(),
                    at.maxCrashes(),
                    Conditions.GRACE_MS,
                    at.cap(),
                    Conditions.SPREAD_MS,
                    POISON + MESSAGE),
                judge::judge),
            false);
  }

  private @Nullable Answer send(String verb, Object... args) {
    return world.wire().send(new Call(verb, null, words(args), answer -> {}), false);
  }

  private static List<String> words(Object... args) {
    return Arrays.stream(args).map(String::valueOf).toList();
  }
}
