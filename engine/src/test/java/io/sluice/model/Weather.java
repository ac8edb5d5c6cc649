package io.sluice.model;

import java.util.List;

/** What happens to workers and to Redis that is nobody's call. */
final class Weather {
  private final World world;
  private final List<ModelWorker> workers;
  private final Operator operator;

  Weather(World world, List<ModelWorker> workers, Operator operator) {
    this.world = world;
    this.workers = workers;
    this.operator = operator;
  }

  void begin() {
    world.server().command("FLUSHALL");
    world.server().command("CONFIG", "SET", "maxmemory", "0");
    world
        .server()
        .command(
            "CONFIG",
            "SET",
            "hash-max-listpack-entries",
            String.valueOf(world.conditions().packed()));
    if (!world.conditions().groups().isEmpty()) {
      operator.ruleGroups();
    }
  }

  void change() {
    Dice dice = world.dice();
    ModelWorker worker = dice.oneOf(workers);
    switch (dice.below(15)) {
      case 0, 1 -> worker.kill();
      case 2, 3 -> worker.standStill(dice.between(300, 2 * Conditions.LIFE_MS));
      case 4, 5 -> worker.cutOff(dice.between(300, 2 * Conditions.LIFE_MS));
      case 6 -> worker.standStill(dice.between(Conditions.LIFE_MS, 4 * Conditions.LIFE_MS));
      case 7 -> flushScripts();
      case 8 -> fillMemory();
      case 9 -> operator.pause();
      case 10 -> operator.limit();
      case 11 -> {
        if (!world.conditions().groups().isEmpty()) {
          operator.ruleGroups();
        }
      }
      default -> {
        freeMemory();
        operator.letGo();
      }
    }
  }

  void clear() {
    freeMemory();
    world.wire().calmDown();
    operator.letGo();
  }

  private void flushScripts() {
    world.faults().fired(Faults.SCRIPTS_FLUSHED);
    world.server().command("SCRIPT", "FLUSH");
  }

  private void fillMemory() {
    world.faults().fired(Faults.MEMORY_FULL);
    world.server().command("CONFIG", "SET", "maxmemory", "1");
  }

  private void freeMemory() {
    world.server().command("CONFIG", "SET", "maxmemory", "0");
  }
}
