package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import java.util.List;

/** Begins redrives and purges, and stops some of them. */
final class BulkActs {
  private static final String DEAD = "dead";
  private static final String ANY = "";
  private static final List<String> PURGED =
      List.of("ready", "scheduled", "retrying", DEAD, "succeeded", "cancelled", "expired");

  private final World world;
  private int begun;

  BulkActs(World world) {
    this.world = world;
  }

  void turn() {
    Dice dice = world.dice();
    if (begun > 0 && dice.chance(0.1)) {
      send("abort", "b" + dice.between(1, begun));
      return;
    }
    String id = "b" + ++begun;
    String rate = String.valueOf(dice.oneOf(List.of(0, 0, 5, 50)));
    if (dice.chance(0.6)) {
      String type = dice.oneOf(List.of(ANY, ANY, "A", "B"));
      String error = dice.oneOf(List.of(ANY, ANY, "T", "U", Keeper.POISON));
      send("begin", id, "redrive", DEAD, rate, type, error);
    } else {
      send("begin", id, "purge", dice.oneOf(PURGED), rate, ANY, ANY);
    }
  }

  private void send(String... args) {
    Answer unused = world.wire().send(new Call("bulk", null, List.of(args)), false);
  }
}
