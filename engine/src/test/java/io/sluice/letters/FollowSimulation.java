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
final class FollowSimulation implements Series.Simulation {
  private static final int STEPS = 2_000;
  private static final int WORKERS_A_QUEUE = 2;
  private static final Ending.Pace TO_THE_END = new Ending.Pace(12, 6_000);
  private static final int MANY = 1_000_000;

  private final Weather weather = new Weather();
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
    world = new World(sites, scripts, seed, restarts, Ledger.ACCEPTED, this::see, weather);
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

  @Override
  public List<String> run() {
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

  @Override
  public Map<String, Integer> counts() {
    return world.counts;
  }

  private void step() {
    double dice = world.random.nextDouble();
    if (dice < 0.02) {
      actors.add(new Sower(world));
    } else if (dice < 0.05) {
      weather.deliverALatePacket(world);
    } else if (dice < 0.06) {
      die();
    } else if (dice < 0.08 && setsBack) {
      world.remember();
    } else if (dice < 0.084 && setsBack) {
      world.setBackOnceOrTwice();
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
    new Ending(world, ledger, habit, cap, World.QUEUES, TO_THE_END).run();
  }
}
