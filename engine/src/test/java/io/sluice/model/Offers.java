package io.sluice.model;

import io.sluice.spec.fair.Spot;
import java.util.List;

/** What producers may say of a task, whichever way they enqueue it. */
final class Offers {
  /** How many of the latest given ids may be offered again. */
  private static final int RECENT = 25;

  private static final String VERSION_AND_TIME = "v1";
  private static final char UNIQUE = 7;
  private static final char END = 0;

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

  /**
   * Begins as envelopes do: a version, the time of creation, the type with its length. Then a
   * unique key follows with a tag and its length; how long it is held matters to the scripts only
   * as far as it is until its task has ended or not.
   */
  String content(String id, String uniqueKey, int uniqueMs) {
    return standing(envelope(id, uniqueKey, uniqueMs));
  }

  /** With a group and a priority, or as a plain task. */
  private String standing(String envelope) {
    List<String> groups = world.conditions().groups();
    return groups.isEmpty() || world.dice().chance(0.3)
        ? envelope
        : Spot.open(
            world.dice().oneOf(groups), world.dice().oneOf(List.of(0, 4, 5, 5, 6, 9)), envelope);
  }

  private String envelope(String id, String uniqueKey, int uniqueMs) {
    String type = VERSION_AND_TIME + '\1' + (world.dice().chance(0.5) ? 'A' : 'B');
    String payload = id + "#" + name + offered;
    if (uniqueKey.isEmpty()) {
      return type + payload;
    }
    String held = (char) Math.min(1, uniqueMs) + uniqueKey;
    return type + UNIQUE + (char) held.length() + held + END + payload;
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
