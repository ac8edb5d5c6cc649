package io.sluice.letters;

import io.sluice.letters.Writer.Operation;
import io.sluice.script.LetterScripts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Letters between queues whose servers are set back, by deliverers that die and a network that
 * loses, delays and doubles. Judges at the end: each letter of an operation that was not taken back
 * was taken, none more often than its operation was done, and none that nobody wrote.
 */
final class LetterSimulation implements Series.Simulation {
  private static final int STEPS = 1_200;
  private static final int MOST_TURNS = 60;
  private static final int STEPS_A_TURN = 120;
  private static final long TURN_MS = 70_000;
  private static final int COUNT_EACH = 100;

  /** Where a line says how many letters there are, and how many of them are sent. */
  private static final int NEXT = 9;

  private static final int SENT = 10;

  private final Weather weather = new Weather();
  private final World world;
  private final boolean setsBack;
  private final String remembers;
  private final Map<String, Operation> plan = new LinkedHashMap<>();
  private final List<Actor> actors = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();

  LetterSimulation(List<Site> sites, LetterScripts scripts, long seed, boolean restarts) {
    world =
        new World(
            sites, scripts, seed, restarts, "results", (q, s, a, call) -> call.get(), weather);
    setsBack = world.oneIn(1.5);
    remembers = world.oneIn(2) ? "1" : "0";
    for (String queue : World.QUEUES) {
      actors.add(new Deliverer(world, queue));
      actors.add(new Deliverer(world, queue));
    }
  }

  @Override
  public List<String> run() {
    for (int i = 0; i < STEPS; i++) {
      step();
      if (i % COUNT_EACH == 0) {
        World.QUEUES.forEach(this::countUnsent);
      }
    }
    end();
    judge();
    return violations;
  }

  @Override
  public Map<String, Integer> counts() {
    return world.counts;
  }

  private void step() {
    double dice = world.random.nextDouble();
    if (dice < 0.03) {
      actors.add(new Writer(world, plan));
    } else if (dice < 0.06) {
      weather.deliverALatePacket(world);
    } else if (dice < 0.07) {
      die();
    } else if (dice < 0.10 && setsBack) {
      world.remember();
    } else if (dice < 0.107 && setsBack) {
      world.setBack();
      doAgain();
    } else if (dice < 0.12) {
      world.advance(world.random.nextInt(30_000));
    } else if (dice < 0.18) {
      runOne(world.anyQueue());
    } else if (dice < 0.19) {
      sweep(world.anyQueue());
    } else {
      Actor actor = actors.get(world.random.nextInt(actors.size()));
      if (!actor.step()) {
        actors.remove(actor);
      }
    }
  }

  private void countUnsent(String queue) {
    Map<String, String> lines = world.all(queue, "lines");
    long unsent = 0;
    for (Map.Entry<String, String> line : lines.entrySet()) {
      if (!line.getKey().startsWith("*")) {
        String[] words = line.getValue().split(" ", -1);
        unsent += Long.parseLong(words[NEXT]) - 1 - Long.parseLong(words[SENT]);
      }
    }
    if (unsent != Long.parseLong(lines.getOrDefault("*", "0"))) {
      violations.add(queue + " counts " + lines.get("*") + " unsent letters of " + unsent);
    }
  }

  private void die() {
    Actor dead = actors.remove(world.random.nextInt(actors.size()));
    world.did("death");
    if (dead instanceof Deliverer) {
      actors.add(new Deliverer(world, world.anyQueue()));
    }
  }

  /** The next run of some operations that were taken back. */
  private void doAgain() {
    world
        .lostOperations()
        .keySet()
        .forEach(
            id -> {
              if (world.oneIn(3)) {
                actors.add(new Writer(world, plan, plan.get(id)));
              }
            });
  }

  private boolean runOne(String queue) {
    return !"".equals(world.execute(queue, "run", "", List.of(remembers)));
  }

  private void sweep(String queue) {
    Object unused = world.execute(queue, "sweep", "", List.of("1000", "0", "1000", "0", "100"));
  }

  private void end() {
    actors.removeIf(actor -> actor instanceof Deliverer);
    world.calm();
    for (int i = 0; i < STEPS; i++) {
      actors.removeIf(actor -> !actor.step());
    }
    List<Deliverer> deliverers =
        World.QUEUES.stream().map(queue -> new Deliverer(world, queue)).toList();
    for (int turn = 0; turn < MOST_TURNS && !allIsDelivered(); turn++) {
      for (int i = 0; i < STEPS_A_TURN; i++) {
        deliverers.forEach(Deliverer::step);
      }
      world.advance(TURN_MS);
    }
    World.QUEUES.forEach(
        queue -> {
          while (runOne(queue)) {}
        });
  }

  private boolean allIsDelivered() {
    return World.QUEUES.stream().allMatch(queue -> world.all(queue, "outbox").isEmpty());
  }

  private void judge() {
    Map<String, Integer> taken = new HashMap<>();
    Map<String, Integer> done = new HashMap<>();
    for (String queue : World.QUEUES) {
      world
          .all(queue, "notes")
          .forEach((id, times) -> taken.put(queue + " " + id, Integer.parseInt(times)));
      world.all(queue, "results").forEach((id, times) -> done.put(id, Integer.parseInt(times)));
      if (!world.all(queue, "outbox").isEmpty()) {
        violations.add("letters of " + queue + " were not delivered");
      }
      countUnsent(queue);
      world
          .all(queue, "counters")
          .forEach(
              (name, count) -> {
                if (name.equals("letters_out_of_reach") || name.equals("letters_unread")) {
                  violations.add(queue + " counts " + name + ": " + count);
                }
              });
    }
    plan.values().forEach(operation -> judge(operation, done, taken));
    taken.keySet().forEach(letter -> violations.add("nobody wrote " + letter));
  }

  private void judge(Operation operation, Map<String, Integer> done, Map<String, Integer> taken) {
    int kept = done.getOrDefault(operation.id(), 0);
    int most = kept + world.lost(operation.id());
    for (String letter : operation.letters()) {
      Integer found = taken.remove(letter);
      int times = found == null ? 0 : found;
      if (kept > 0 && times == 0) {
        violations.add("lost: " + letter + " of " + operation.queue());
      } else if (times > most) {
        violations.add("taken " + times + " times, written " + most + ": " + letter);
      }
      world.did(kept > 0 ? "letters" : "letters of nobody");
      if (times > 1) {
        world.did("given again");
      }
    }
  }
}
