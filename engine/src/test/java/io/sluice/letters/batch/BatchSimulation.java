package io.sluice.letters.batch;

import io.sluice.letters.Actor;
import io.sluice.letters.Deliverer;
import io.sluice.letters.Ending;
import io.sluice.letters.Habit;
import io.sluice.letters.Ledger;
import io.sluice.letters.Runner;
import io.sluice.letters.Series;
import io.sluice.letters.Site;
import io.sluice.letters.Sower;
import io.sluice.letters.Survivors;
import io.sluice.letters.Upkeep;
import io.sluice.letters.Weather;
import io.sluice.letters.World;
import io.sluice.letters.batch.Convener.Plan;
import io.sluice.script.LetterScripts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Batches of four queues on three servers, opened, filled, sealed and cancelled by actors that die
 * between any two calls; beside them tasks that follow each other, and members that give follow-ups
 * as well, which with two of three seeds may be members. The network and the servers do what they
 * do in {@link FollowSimulation}.
 */
final class BatchSimulation implements Series.Simulation {
  private static final int STEPS = 2_500;
  private static final int MANY = 1_000_000;
  private static final int MOST_ENDINGS = 25;
  private static final long SILENCE_MS = 61_000;
  private static final Ending.Pace TO_THE_END = new Ending.Pace(12, 6_000);

  private final Weather weather = new Weather();
  private final World world;
  private final Ledger ledger;
  private final Convener convener;
  private final BatchLedger batches;
  private final boolean setsBack;
  private final boolean remembers;
  private final int cap;
  private final List<Actor> actors = new ArrayList<>();

  BatchSimulation(List<Site> sites, LetterScripts scripts, long seed, boolean restarts) {
    world = new World(sites, scripts, seed, restarts, Ledger.ACCEPTED, this::see, weather);
    ledger = new Ledger(world);
    convener = new Convener(world, seed % 3 != 1);
    setsBack = restarts || world.oneIn(2);
    batches = new BatchLedger(world, ledger, convener, setsBack);
    remembers = world.oneIn(2);
    cap = remembers ? MANY : 0;
    for (String queue : World.QUEUES) {
      actors.add(new Deliverer(world, queue));
      actors.add(new Deliverer(world, queue));
      actors.add(runner(queue));
      actors.add(runner(queue));
      actors.add(judge(queue));
    }
    actors.add(new Upkeep(world, "" + cap));
    actors.add(new Upkeep(world, "" + cap));
  }

  private @Nullable Object see(
      String queue, String script, List<String> args, Supplier<@Nullable Object> call) {
    return ledger.see(queue, script, args, () -> batches.see(queue, script, args, call));
  }

  private Runner runner(String queue) {
    return new Runner(world, ledger, Habit.AS_IT_IS, queue, cap, false);
  }

  private Judge judge(String queue) {
    return new Judge(world, queue, "" + cap);
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
      Survivors survivors = new Survivors(world, ledger, remembers);
      survivors.judge();
      new BatchSurvivors(
              world, ledger, batches, convener.plans(), survivors.ofBatches(), remembers, setsBack)
          .judge();
    }
    return ledger.violations();
  }

  @Override
  public Map<String, Integer> counts() {
    return world.counts;
  }

  private void step() {
    double dice = world.random.nextDouble();
    if (dice < 0.05) {
      actors.add(comes());
    } else if (dice < 0.08) {
      weather.deliverALatePacket(world);
    } else if (dice < 0.09) {
      die();
    } else if (dice < 0.11 && setsBack) {
      world.remember();
    } else if (dice < 0.114 && setsBack) {
      world.setBackOnceOrTwice();
    } else if (dice < 0.12) {
      world.advance(world.random.nextInt(30_000));
    } else {
      Actor actor = actors.get(world.random.nextInt(actors.size()));
      if (!actor.step()) {
        actors.remove(actor);
        replace(actor);
      }
    }
  }

  private Actor comes() {
    double dice = world.random.nextDouble();
    if (convener.plans().isEmpty() || dice < 0.15) {
      return convener.opens();
    }
    if (dice < 0.6) {
      return convener.fills();
    }
    return dice < 0.75 ? convener.closes() : dice < 0.9 ? convener.revives() : new Sower(world);
  }

  private void die() {
    world.did("death");
    replace(actors.remove(world.random.nextInt(actors.size())));
  }

  private void replace(Actor gone) {
    if (gone instanceof Deliverer) {
      actors.add(new Deliverer(world, world.anyQueue()));
    } else if (gone instanceof Runner) {
      actors.add(runner(world.anyQueue()));
    } else if (gone instanceof Judge) {
      actors.add(judge(world.anyQueue()));
    } else if (gone instanceof Upkeep) {
      actors.add(new Upkeep(world, "" + cap));
    }
  }

  /** Nothing goes wrong any more; each batch that is left is sealed, and all comes to its end. */
  private void end() {
    world.calm();
    for (Actor actor : actors) {
      while ((actor instanceof Sower || actor instanceof Teller) && actor.step()) {}
    }
    List<Plan> left = new ArrayList<>(convener.plans());
    left.removeIf(plan -> !world.all(plan.home(), "batches").containsKey(plan.id()));
    left.forEach(this::seal);
    for (int i = 0; i < MOST_ENDINGS && !isOver(left); i++) {
      World.QUEUES.forEach(queue -> judge(queue).pass());
      new Ending(world, ledger, Habit.AS_IT_IS, cap, World.QUEUES, TO_THE_END).run();
      world.advance(SILENCE_MS);
    }
  }

  private void seal(Plan plan) {
    Teller.Call call = Convener.closing(plan, "seal");
    Object unused = world.execute(call.queue(), call.script(), call.lane(), call.args());
  }

  /** What is left to be judged is nothing but batches that were opened. */
  private boolean isOver(List<Plan> left) {
    return World.QUEUES.stream()
            .allMatch(
                queue ->
                    judging(queue).stream().allMatch(entry -> entry.toString().startsWith("@")))
        && left.stream()
            .allMatch(
                plan -> BatchLedger.hasEnded(world.all(plan.home(), "batches").get(plan.id())));
  }

  private List<?> judging(String queue) {
    return (List<?>) world.say(queue, "ZRANGE", LetterScripts.key(queue, "judging"), "0", "-1");
  }
}
