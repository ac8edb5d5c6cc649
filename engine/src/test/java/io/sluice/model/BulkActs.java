package io.sluice.model;

import io.sluice.model.BulkTruth.Plan;
import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import java.util.List;
import java.util.function.Consumer;

/** Begins redrives and purges, and stops some of them. */
final class BulkActs {
  private static final String DEAD = "dead";
  private static final String ANY = "";
  private static final List<String> PURGED =
      List.of("ready", "scheduled", "retrying", DEAD, "succeeded", "cancelled", "expired");

  private final World world;
  private final BulkJudge judge;
  private int begun;

  BulkActs(World world) {
    this.world = world;
    this.judge = new BulkJudge(world);
  }

  void turn() {
    if (begun > 0 && world.dice().chance(0.1)) {
      String id = "b" + world.dice().between(1, begun);
      send(List.of("abort", id), answer -> judge.aborted(id, answer));
    } else {
      begin(plan());
    }
  }

  private Plan plan() {
    Dice dice = world.dice();
    begun++;
    int rate = dice.oneOf(List.of(0, 0, 5, 50));
    return dice.chance(0.6)
        ? new Plan(
            "b" + begun,
            BulkJudge.REDRIVE,
            DEAD,
            rate,
            dice.oneOf(List.of(ANY, ANY, "A", "B")),
            dice.oneOf(List.of(ANY, ANY, "T", "U", Keeper.POISON)))
        : new Plan("b" + begun, BulkJudge.PURGE, dice.oneOf(PURGED), rate, ANY, ANY);
  }

  private void begin(Plan plan) {
    List<String> args =
        List.of(
            "begin",
            plan.id(),
            plan.action(),
            plan.from(),
            String.valueOf(plan.rate()),
            plan.type(),
            plan.error());
    send(args, answer -> judge.begun(plan, answer));
  }

  private void send(List<String> args, Consumer<Answer> heard) {
    Answer unused = world.wire().send(new Call(BulkJudge.VERB, null, args, heard), false);
  }
}
