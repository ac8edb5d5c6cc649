package io.sluice.letters;

import io.sluice.script.LetterScripts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that follow each other through four queues on three servers: workers, producers, deliverers
 * and who keeps the queues die between any two calls, the network loses, delays and doubles, and
 * servers are set back, also twice in a row.
 */
final class FollowSimulation {
  private static final int STEPS = 2_000;
  private static final int WORKERS_A_QUEUE = 2;
  private static final int MOST_ROUNDS = 700;
  private static final int DELIVERIES_A_ROUND = 12;
  private static final int MOST_STEPS_OF_A_DRAIN = 3_000;
  private static final long ROUND_MS = 6_000;
  private static final int MANY = 1_000_000;

  private final World world;
  private final Ledger ledger;
  private final Habit habit;
  private final boolean setsBack;
  private final boolean remembers;
  private final int cap;
  private final List<Actor> actors = new ArrayList<>();

  FollowSimulation(
      List<Site> sites, LetterScripts scripts, Habit habit, long seed, boolean restarts) {
    this.habit = habit;
    world = new World(sites, scripts, seed, restarts, Ledger.ACCEPTED, this::see);
    ledger = new Ledger(world);
    setsBack = restarts || world.oneIn(1.5);
    remembers = world.oneIn(2);
    cap = remembers ? MANY : 0;
    for (String queue : World.QUEUES) {
      for (int i = 0; i < WORKERS_A_QUEUE; i++) {
        actors.add(new Deliverer(world, queue));
        actors.add(runner(queue, false));
      }
    }
    actors.add(new Upkeep(world, "" + cap));
    actors.add(new Upkeep(world, "" + cap));
  }

  private @Nullable Object see(
      String queue, String script, List<String> args, Supplier<@Nullable Object> call) {
    return ledger.see(queue, script, args, call);
  }

  private Runner runner(String queue, boolean isCalm) {
    return new Runner(world, ledger, habit, queue, cap, isCalm);
  }

  /** What was found wrong. */
  List<String> run() {
    for (int i = 0; i < STEPS && ledger.violations().isEmpty(); i++) {
      step();
    }
    if (ledger.violations().isEmpty()) {
      end();
    }
    if (ledger.violations().isEmpty()) {
      new Survivors(world, ledger, remembers).judge();
    }
    return ledger.violations();
  }

  Map<String, Integer> counts() {
    return world.counts;
  }

  private void step() {
    double dice = world.random.nextDouble();
    if (dice < 0.02) {
      actors.add(new Sower(world));
    } else if (dice < 0.05) {
      world.deliverALatePacket();
    } else if (dice < 0.06) {
      die();
    } else if (dice < 0.08 && setsBack) {
      world.remember();
    } else if (dice < 0.084 && setsBack) {
      world.setBack();
      if (world.oneIn(3)) {
        world.did("set back twice");
        world.setBack();
      }
    } else if (dice < 0.09) {
      world.advance(world.random.nextInt(30_000));
    } else {
      Actor actor = actors.get(world.random.nextInt(actors.size()));
      if (!actor.step()) {
        actors.remove(actor);
        replace(actor);
      }
    }
  }

  private void die() {
    world.did("death");
    replace(actors.remove(world.random.nextInt(actors.size())));
  }

  private void replace(Actor gone) {
    if (gone instanceof Deliverer) {
      actors.add(new Deliverer(world, world.anyQueue()));
    } else if (gone instanceof Runner) {
      actors.add(runner(world.anyQueue(), false));
    } else if (gone instanceof Upkeep) {
      actors.add(new Upkeep(world, "" + cap));
    }
  }

  /** Nothing goes wrong any more, and all comes to its end. */
  private void end() {
    world.calm();
    for (Actor actor : actors) {
      while (actor instanceof Sower && actor.step()) {}
    }
    List<Deliverer> deliverers =
        World.QUEUES.stream().map(queue -> new Deliverer(world, queue)).toList();
    Upkeep upkeep = new Upkeep(world, "" + cap);
    for (int round = 0; round < MOST_ROUNDS && !isOver(); round++) {
      for (String queue : World.QUEUES) {
        if (unfinished(queue) > 0) {
          upkeep.reap(queue);
          upkeep.promote(queue);
          drain(queue);
        }
      }
      for (int i = 0; i < DELIVERIES_A_ROUND; i++) {
        deliverers.forEach(Deliverer::step);
      }
      world.advance(ROUND_MS);
    }
    for (String queue : World.QUEUES) {
      if (unfinished(queue) > 0) {
        ledger.violated(unfinished(queue) + " tasks of " + queue + " never end");
      }
      if (size(queue, "HLEN", "outbox") > 0) {
        ledger.violated("letters of " + queue + " were not delivered");
      }
    }
  }

  private void drain(String queue) {
    Runner runner = runner(queue, true);
    int steps = 0;
    while (runner.step() && ++steps < MOST_STEPS_OF_A_DRAIN) {}
  }

  private boolean isOver() {
    return World.QUEUES.stream()
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
