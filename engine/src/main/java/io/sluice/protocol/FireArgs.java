package io.sluice.protocol;

import io.sluice.schedule.FirePlan;
import io.sluice.script.Args;
import io.sluice.store.DueSchedules.Due;
import io.sluice.store.PlannedFires;
import io.sluice.task.ScheduleName;
import java.time.Instant;
import java.util.List;

/** What {@code fire} is told. */
final class FireArgs {
  private static final String ANY_REVISION = "*";
  private static final String OUT_OF_TURN = "now";
  private static final String ONLY_WHAT_IS_KEPT = "-";
  private static final String NEVER = "";

  static Args of(List<PlannedFires> planned, List<ScheduleName> free) {
    Args args = Args.of();
    free.forEach(name -> add(args, name, ONLY_WHAT_IS_KEPT));
    planned.forEach(each -> add(args, each.due(), each.plan()));
    return args;
  }

  static Args outOfTurn(ScheduleName name) {
    Args args = Args.of();
    add(args, name, OUT_OF_TURN);
    return args;
  }

  private static void add(Args args, ScheduleName name, String due) {
    args.add(name.value()).add(ANY_REVISION).add(due).add(NEVER).add(0);
  }

  private static void add(Args args, Due due, FirePlan plan) {
    Instant next = plan.next();
    args.add(due.name().value()).add(due.revision()).add(due.at().toEpochMilli());
    args.add(next == null ? NEVER : String.valueOf(next.toEpochMilli())).add(plan.fires().size());
    plan.fires().forEach(instant -> args.add(instant.toEpochMilli()));
  }

  private FireArgs() {}
}
