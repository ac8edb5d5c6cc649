package io.sluice.standing;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import io.sluice.spec.Programs;
import io.sluice.spec.Server;
import io.sluice.spec.Variant;
import io.sluice.testing.RedisLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One seed: producers, workers that stand, keepers and an operator, all that goes wrong, the end.
 */
final class StandingSimulation {
  private static final int DRAIN_ROUNDS = 400;
  private static final int ENVELOPE = 1;
  private static final int MOST_UNFINISHED = 3;

  private final StandingWorld world;
  private final List<StandingWorker> workers = new ArrayList<>();
  private final List<Lane> producers = new ArrayList<>();
  private int tasks;

  private static final class Lane {
    private final String name;
    private long seq;
    private @Nullable Call call;

    private Lane(String name) {
      this.name = name;
    }
  }

  StandingSimulation(RedisLine line, RedisLine listener, Variant variant, long seed) {
    line.say(List.of("FLUSHALL"));
    world = new StandingWorld(new Server(line, new Programs(variant)), listener, seed);
    for (int i = world.dice.nextInt(4); i >= 0; i--) {
      workers.add(new StandingWorker(world, "w" + i));
    }
    for (int i = 0; i < 3; i++) {
      producers.add(new Lane("p/e" + i));
    }
  }

  Map<String, Integer> counts() {
    return world.counts();
  }

  /** Lives so many steps, then heals and ends. Throws the first violation. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      world.pass(world.chance(0.02) ? 900 : 25);
      act();
      workers.forEach(StandingWorker::check);
    }
    world.calmDown();
    world.restrict("paused", "");
    world.restrict("max_concurrency", "");
    drain();
    Set<String> live = new HashSet<>();
    workers.forEach(worker -> live.add(worker.session()));
    world.checkEnd(live);
    workers.forEach(StandingWorker::kill);
  }

  int tasks() {
    return tasks;
  }

  private void act() {
    int die = world.dice.nextInt(1000);
    StandingWorker worker = workers.get(world.dice.nextInt(workers.size()));
    if (die < 200) {
      if (world.unfinished() < MOST_UNFINISHED || world.chance(0.02)) {
        produce(producers.get(world.dice.nextInt(producers.size())));
      }
    } else if (die < 890) {
      worker.turn();
    } else if (die < 945) {
      keep();
    } else if (die < 950) {
      world.restrict("paused", world.chance(0.3) ? "1" : "");
    } else if (die < 958) {
      world.restrict("paused", "");
      world.restrict("max_concurrency", world.chance(0.3) ? "2" : "");
    } else if (die < 963) {
      worker.kill();
      world.count("killed");
    } else if (die < 967) {
      worker.standStill(world.dice.nextInt(20_000));
      world.count("stood still");
    } else if (die < 973) {
      worker.listenOrLeave(world.chance(0.6));
    } else if (die < 976) {
      worker.stop();
      world.count("stopped");
    } else {
      worker.turn();
    }
  }

  private void produce(Lane lane) {
    Call call = lane.call;
    if (call == null) {
      lane.seq++;
      call = world.chance(0.7) ? one(lane) : several(lane);
      lane.call = call;
    }
    Answer answer = world.send(call);
    if (answer == null) {
      return;
    }
    if (answer.is("old")) {
      throw world.violation(lane.name + " is told old");
    }
    lane.call = answer.is("whole") ? new Call("enqueue", call.lane(), call.args()) : null;
  }

  private Call one(Lane lane) {
    return new Call(
        "offer", lane.name, StandingWorld.texts(lane.seq, 0, 1, "t" + ++tasks, "" + ENVELOPE));
  }

  /** Some may run now, some later. */
  private Call several(Lane lane) {
    int fresh = world.dice.nextInt(4);
    List<String> args = StandingWorld.texts(lane.seq, 0, fresh);
    for (int i = 0; i < fresh; i++) {
      args.addAll(StandingWorld.texts("t" + ++tasks, ENVELOPE));
    }
    for (int i = world.dice.nextInt(3); i >= 0; i--) {
      args.addAll(StandingWorld.texts("t" + ++tasks, ENVELOPE, world.dice.nextInt(800)));
    }
    return new Call("enqueue", lane.name, args);
  }

  private void keep() {
    world.surely("promote", 100);
    Answer unused = reap();
    if (world.chance(0.1)) {
      world.surely("sweep", 3, 0, 3, 0, 100);
    }
  }

  private Answer reap() {
    return world.surely("reap", 250, 1000, 500, 3, 1000, "Crash\ncrashed");
  }

  private void drain() {
    workers.forEach(StandingWorker::drain);
    for (int round = 0; round < DRAIN_ROUNDS; round++) {
      world.pass(600);
      producers.stream().filter(lane -> lane.call != null).forEach(this::produce);
      keep();
      for (int more = 1; more > 0; ) {
        more = reap().number(0);
      }
      workers.forEach(StandingWorker::turn);
      boolean produced = producers.stream().allMatch(lane -> lane.call == null);
      if (round > StandingWorker.LIFE_MS / 300 && produced && world.allHaveEnded()) {
        return;
      }
    }
  }
}
