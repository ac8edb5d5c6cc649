package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import java.util.ArrayList;
import java.util.List;

/** Cancels tasks and looks them up, acts on one and on many, pauses the queue, and limits it. */
final class Operator {
  private static final String RETRY = "retry";
  private static final List<String> ACTS = List.of("run_now", RETRY, RETRY, "reschedule", "delete");
  private static final List<String> RESUME = List.of("paused", "", "paused_until", "");
  private static final List<String> NO_LIMIT = List.of("max_concurrency", "");

  /** Weight, how many may run, how many may start in how many ms, burst, how many may wait. */
  private static final List<String> RULES =
      List.of(
          "1 0 0 0 0 0",
          "2 1 0 0 0 0",
          "4 3 0 0 0 0",
          "1 0 10 1000 4 0",
          "8 2 1 50 2 0",
          "1 0 0 0 0 20");

  private static final String DEAD = "dead";
  private static final String ANY = "";
  private static final List<String> PURGED =
      List.of("ready", "scheduled", "retrying", DEAD, "succeeded", "cancelled", "expired");

  private final World world;
  private int begun;

  Operator(World world) {
    this.world = world;
  }

  void cancelOne() {
    String id =
        world.dice().chance(0.4)
            ? world.ids().oneOf(world.model().running().keySet(), 0)
            : world.ids().cancelledOrAny();
    world.ids().askCancel(id);
    send("cancel", List.of(id, String.valueOf(world.conditions().cap())));
  }

  void lookOneUp() {
    Answer unused = world.wire().read("find", "1", world.ids().cancelledOrAny());
  }

  void actOnOne() {
    String what = world.dice().oneOf(ACTS);
    String id =
        what.equals(RETRY)
            ? world.ids().oneOf(world.model().inOrder("dead"), 0.3)
            : world.ids().any();
    send("act", List.of(what, id, "" + (world.now() + world.dice().between(-300, 2000))));
  }

  /** Begins a redrive or a purge, or stops one. */
  void actOnMany() {
    Dice dice = world.dice();
    if (begun > 0 && dice.chance(0.1)) {
      send("bulk", List.of("abort", "b" + dice.between(1, begun)));
      return;
    }
    String id = "b" + ++begun;
    String rate = String.valueOf(dice.oneOf(List.of(0, 0, 5, 50)));
    if (dice.chance(0.6)) {
      String type = dice.oneOf(List.of(ANY, ANY, "A", "B"));
      String error = dice.oneOf(List.of(ANY, ANY, "T", "U", Keeper.POISON));
      send("bulk", List.of("begin", id, "redrive", DEAD, rate, type, error));
    } else {
      send("bulk", List.of("begin", id, "purge", dice.oneOf(PURGED), rate, ANY, ANY));
    }
  }

  void pause() {
    world.faults().fired(Faults.QUEUE_PAUSED);
    String until = world.dice().chance(0.5) ? "" : "+" + world.dice().between(1, 1500);
    send("configure", List.of("paused", "1", "paused_until", until));
  }

  void limit() {
    send("configure", List.of("max_concurrency", "" + world.dice().between(1, 12)));
  }

  /** Weighs and limits groups anew; those that the rules of before hold back are let go then. */
  void ruleGroups() {
    List<String> words = new ArrayList<>(List.of("@", world.dice().oneOf(RULES)));
    for (String group : world.conditions().groups()) {
      if (!group.isEmpty() && world.dice().chance(0.7)) {
        words.addAll(List.of("@" + group, world.dice().oneOf(RULES)));
      }
    }
    world.faults().fired(Faults.GROUPS_RULED);
    rule(words);
  }

  /** No fault comes between: the model cannot tell which groups are held back until then. */
  private void rule(List<String> words) {
    Answer unused = world.wire().surely(new Call("configure", null, words));
    unused = world.wire().surely(new Call("unbar", null, List.of("0", "250")));
  }

  void letGo() {
    if (!world.conditions().groups().isEmpty()) {
      rule(List.of("@", ""));
    }
    send("configure", RESUME);
    send("configure", NO_LIMIT);
  }

  private void send(String verb, List<String> args) {
    Answer unused = world.wire().send(new Call(verb, null, args), false);
  }
}
