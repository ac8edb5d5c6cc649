package io.sluice.model;

import java.util.List;

/** What producers may say of a task, whichever way they enqueue it. */
final class Offers {
  /** How many of the latest given ids may be offered again. */
  private static final int RECENT = 25;

  private final World world;
  private final String name;
  private long offered;

  Offers(World world, String name) {
    this.world = world;
    this.name = name;
  }

  void next() {
    offered++;
  }

  /** Nobody else has it. */
  String freshId(String prefix) {
    return prefix + offered + "-" + name;
  }

  /** Others may have it. */
  String givenId() {
    List<String> cancelled = world.ids().cancelledLately();
    return !cancelled.isEmpty() && world.dice().chance(0.1)
        ? world.dice().oneOf(cancelled)
        : "g" + Math.max(0, offered - world.dice().below(RECENT));
  }

  String content(String id) {
    return content(id, "", 0);
  }

  String content(String id, String uniqueKey, int uniqueMs) {
    char type = world.dice().chance(0.5) ? 'A' : 'B';
    return Content.of(type, uniqueKey, uniqueMs, id + "#" + name + offered);
  }

  String due() {
    Dice dice = world.dice();
    return switch (dice.below(4)) {
      case 0 -> String.valueOf(dice.between(1, 2000));
      case 1 -> "@" + (world.now() + dice.between(-500, 2000));
      default -> "0";
    };
  }
}
