package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.Programs;
import io.sluice.spec.QueueModel;
import io.sluice.spec.Server;
import io.sluice.spec.Variant;
import io.sluice.testing.RedisLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One seed: a life of producers, workers, keepers and an operator, all that goes wrong, the end.
 */
final class Simulation {
  private static final int CHECK_EVERY = 50;
  private static final int DRAIN_ROUNDS = 400;
  private static final int ROUND_MS = 300;
  private static final int LONGER_THAN_ANY_RETENTION_MS = 60_000;

  /** Long enough that whoever opened a session by a late call has died of it. */
  private static final int QUIET_ROUNDS = 2 * Conditions.LIFE_MS / ROUND_MS;

  private final World world;
  private final List<Producer> producers = new ArrayList<>();
  private final List<ModelWorker> workers = new ArrayList<>();
  private final Keeper keeper;
  private final Operator operator;
  private final Weather weather;
  private final Judges judges;
  private final Promise promise;
  private int step;

  Simulation(RedisLine line, Variant variant, long seed) {
    Dice dice = new Dice(seed);
    Conditions conditions = Conditions.of(dice);
    Faults faults = new Faults();
    Server server = new Server(line, new Programs(variant));
    History history = new History(variant.name(), seed, conditions);
    QueueModel model = new QueueModel(server);
    Ids ids = new Ids(dice);
    promise = new Promise(history);
    judges = new Judges(server, model, promise, new Sightings(model, faults), history, ids);
    Wire wire = new Wire(judges, dice, faults, conditions.trouble());
    world = new World(conditions, variant, dice, server, model, wire, history, ids, faults);
    for (int i = 0; i < conditions.producers(); i++) {
      producers.add(new Producer(world, "p" + i));
    }
    for (int i = 0; i < conditions.workers(); i++) {
      workers.add(new ModelWorker(world, "w" + i));
    }
    keeper = new Keeper(world);
    operator = new Operator(world);
    weather = new Weather(world, workers, operator);
  }

  /** Lives so many steps, then heals and ends. Throws the first {@link History.Violation}. */
  void run(int steps) {
    weather.begin();
    while (step < steps) {
      begin(world.dice().chance(0.02) ? 900 : 25);
      act();
      if (step % CHECK_EVERY == 0) {
        check();
        workers.forEach(ModelWorker::mustKnowWhatItRuns);
      }
    }
    weather.clear();
    producers.forEach(Producer::finish);
    drain();
    end();
  }

  Conditions conditions() {
    return world.conditions();
  }

  Faults faults() {
    return world.faults();
  }

  long accepted() {
    return world.model().counted("accepted");
  }

  /** Claims that were given, each of which somebody may have run. */
  long executions() {
    return promise.executions();
  }

  /** Nothing that Redis holds is another than it is to be, and its own books say so. */
  private void check() {
    judges.check();
    Answer unused = world.wire().read("audit");
  }

  private void begin(int mostMs) {
    step++;
    world.dice().throwForStep(step);
    world.server().advance(world.dice().below(mostMs));
    world.history().at(step, world.now());
    world.wire().arriveFor(step);
  }

  private void act() {
    int die = world.dice().below(1000);
    if (die < 200) {
      world.dice().oneOf(producers).turn();
    } else if (die < 775) {
      world.dice().oneOf(workers).turn();
    } else if (die < 940) {
      keep(die);
    } else if (die < 955) {
      operator.cancelOne();
    } else if (die < 966) {
      operator.actOnOne();
    } else if (die < 971) {
      operator.actOnMany();
    } else if (die < 983) {
      operator.lookOneUp();
    } else {
      weather.change();
    }
  }

  private void keep(int die) {
    if (die < 830) {
      keeper.promote();
    } else if (die < 880) {
      keeper.reap();
    } else if (die < 895) {
      Answer unused = keeper.sweep();
    } else if (die < 904) {
      keeper.expire();
    } else if (die < 912) {
      keeper.shed();
    } else {
      keeper.goOnWithBulks();
    }
  }

  private void drain() {
    int quiet = 0;
    for (int round = 0; round < DRAIN_ROUNDS && quiet < QUIET_ROUNDS; round++) {
      begin(1);
      pass(ROUND_MS);
      keeper.promote();
      keeper.expire();
      keeper.goOnWithBulks();
      keeper.reapAll();
      workers.forEach(ModelWorker::drain);
      boolean idle = world.model().unfinished() == 0 && world.model().noBulkIsUnderWay();
      quiet = idle ? quiet + 1 : 0;
    }
    check();
  }

  private void end() {
    Set<String> live = new TreeSet<>();
    workers.forEach(worker -> live.add(worker.session().id()));
    Set<String> known = new TreeSet<>(world.server().members("ZRANGE", "sessions", "0", "-1"));
    if (!known.equals(live)) {
      throw world.history().violation("sessions are " + known + ", live are " + live);
    }
    workers.forEach(ModelWorker::end);
    keeper.reapAll();
    promise.allHaveEnded();
    Remains remains = new Remains(world);
    remains.check();
    pass(LONGER_THAN_ANY_RETENTION_MS);
    sweepAll();
    check();
    remains.checkMuchLater();
  }

  private void sweepAll() {
    Answer answer = keeper.sweep();
    while (answer == null || answer.number(0) > 0) {
      answer = keeper.sweep();
    }
  }

  private void pass(long ms) {
    world.server().advance(ms);
    world.history().at(step, world.now());
  }
}
