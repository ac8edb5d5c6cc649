package io.sluice.letters;

import io.sluice.script.LetterScripts;
import java.util.List;

/** What is left comes to its end while nothing goes wrong any more. */
public final class Ending {
  private static final int MOST_ROUNDS = 700;
  private static final int MOST_STEPS_OF_A_DRAIN = 3_000;

  private final World world;
  private final Ledger ledger;
  private final Habit habit;
  private final int cap;
  private final List<String> queues;
  private final Pace pace;

  /**
   * How time goes by.
   *
   * @param deliveriesARound calls of the deliverer of each queue between two looks
   * @param roundMs the time between two looks
   */
  public record Pace(int deliveriesARound, long roundMs) {}

  /**
   * @param queues those in which something may be left
   */
  public Ending(World world, Ledger ledger, Habit habit, int cap, List<String> queues, Pace pace) {
    this.queues = queues;
    this.pace = pace;
    this.world = world;
    this.ledger = ledger;
    this.habit = habit;
    this.cap = cap;
  }

  public void run() {
    List<Deliverer> deliverers = queues.stream().map(queue -> new Deliverer(world, queue)).toList();
    Upkeep upkeep = new Upkeep(world, "" + cap);
    for (int round = 0; round < MOST_ROUNDS && !isOver(); round++) {
      for (String queue : queues) {
        if (unfinished(queue) > 0) {
          upkeep.reap(queue);
          upkeep.promote(queue);
          drain(queue);
        }
      }
      for (int i = 0; i < pace.deliveriesARound; i++) {
        deliverers.forEach(Deliverer::step);
      }
      world.advance(pace.roundMs);
    }
    for (String queue : queues) {
      if (unfinished(queue) > 0) {
        ledger.violated(unfinished(queue) + " tasks of " + queue + " never end");
      }
      if (size(queue, "HLEN", "outbox") > 0) {
        ledger.violated("letters of " + queue + " were not delivered");
      }
    }
  }

  private void drain(String queue) {
    Runner runner = new Runner(world, ledger, habit, queue, cap, true);
    int steps = 0;
    while (runner.step() && ++steps < MOST_STEPS_OF_A_DRAIN) {}
  }

  private boolean isOver() {
    return queues.stream()
        .allMatch(queue -> size(queue, "HLEN", "outbox") == 0 && unfinished(queue) == 0);
  }

  private long unfinished(String queue) {
    return size(queue, "LLEN", "ready")
        + size(queue, "ZCARD", "scheduled")
        + size(queue, "ZCARD", "retrying")
        + size(queue, "ZCARD", "lane")
        + size(queue, "ZCARD", "levels")
        + size(queue, "HLEN", "running");
  }

  private long size(String queue, String command, String word) {
    return (Long) world.say(queue, command, LetterScripts.key(queue, word));
  }
}
