package io.sluice.letters.batch;

import io.sluice.letters.Ledger;
import io.sluice.letters.World;
import io.sluice.letters.batch.Convener.Plan;
import io.sluice.script.LetterScripts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges, when all is over, what the servers hold of batches, their members and their callbacks.
 */
final class BatchSurvivors {
  private static final List<String> STATES = List.of("succeeded", "cancelled", "expired");

  private final World world;
  private final Ledger ledger;
  private final BatchLedger batches;
  private final List<Plan> plans;
  private final Set<String> followUps;
  private final boolean remembers;
  private final boolean setsBack;

  /** How often members have ended in each state, and where they are now. */
  private record Recount(
      int pending, int succeeded, int dead, int cancelled, int expired, int entered, int joined) {
    String counts() {
      return pending + " " + succeeded + " " + dead + " " + cancelled + " " + expired;
    }

    boolean isWhole() {
      return pending + succeeded + dead + cancelled + expired == entered;
    }

    /** Where a follow-up came too late for its batch, it is not known which of these it is. */
    boolean isOf(String counts) {
      return joined == entered
          ? counts.equals(counts())
          : joined == Arrays.stream(counts.split(" ", -1)).mapToInt(Integer::parseInt).sum();
    }
  }

  BatchSurvivors(
      World world,
      Ledger ledger,
      BatchLedger batches,
      List<Plan> plans,
      Set<String> followUps,
      boolean remembers,
      boolean setsBack) {
    this.world = world;
    this.ledger = ledger;
    this.batches = batches;
    this.plans = plans;
    this.followUps = followUps;
    this.remembers = remembers;
    this.setsBack = setsBack;
  }

  void judge() {
    for (Plan plan : plans) {
      Map<String, String> home = world.all(plan.home(), "batches");
      String record = home.get(plan.id());
      judgeFollowUps(plan);
      int dead = 0;
      int cancelled = 0;
      for (String queue : World.QUEUES) {
        Recount recount = recount(queue, plan);
        dead += recount.dead;
        cancelled += recount.cancelled;
        judge(plan, queue, recount, record == null ? Map.of() : home);
      }
      if (record != null) {
        if (!BatchLedger.hasEnded(record)) {
          ledger.violated(plan.ref() + " never ends: " + record);
        }
        judgeCallbacks(plan, record, dead, cancelled);
      } else if (!setsBack && batches.wasOpened(plan)) {
        ledger.violated(plan.ref() + " is gone");
      }
    }
  }

  /** A part counts what its queue holds, and the home knows what the part counts. */
  private void judge(Plan plan, String queue, Recount recount, Map<String, String> home) {
    Map<String, String> tally = world.all(queue, "tally");
    String part = tally.getOrDefault(tally.getOrDefault(plan.ref(), ""), "");
    String counts = part.isEmpty() ? "0 0 0 0 0" : part.split(" ", 2)[1].replaceAll(" [rsx]*$", "");
    if (!recount.isWhole() || !recount.isOf(counts)) {
      ledger.violated(queue + " counts " + part + " of " + plan.ref() + ", and has " + recount);
    }
    if (recount.joined != recount.entered && !setsBack && !batches.wasRevived(plan)) {
      ledger.violated(queue + " has a task that came too late for " + plan.ref());
    }
    world.counts.merge("members", recount.entered, Integer::sum);
    String told = home.get(plan.id() + " @" + queue);
    if (queue.equals(plan.home()) || home.isEmpty() || setsBack) {
      return;
    }
    if (told == null ? !part.isEmpty() : !told.startsWith(counts + " ")) {
      ledger.violated(plan.ref() + " was told by " + queue + " " + told + ", which has " + part);
    }
    if (told != null && !BatchLedger.marks(part).contains("s")) {
      ledger.violated(plan.ref() + " has ended, and is open at " + queue);
    }
  }

  private Recount recount(String queue, Plan plan) {
    int[] ends = new int[STATES.size()];
    world
        .all(queue, "counters" + LetterScripts.ENDED)
        .forEach(
            (end, times) -> {
              String[] words = end.split(" ", -1);
              if (plan.hasMember(words[1])) {
                ends[STATES.indexOf(words[0])] += Integer.parseInt(times);
              }
            });
    int dead = (int) batches.dead(queue).stream().filter(plan::hasMember).count();
    return new Recount(
        batches.pending(queue, plan).size(),
        ends[0],
        dead,
        ends[1],
        ends[2],
        sum(plan, world.all(queue, Ledger.ENTERED)),
        sum(plan, world.all(queue, "membership" + LetterScripts.JOINED)));
  }

  private static int sum(Plan plan, Map<String, String> timesById) {
    return timesById.entrySet().stream()
        .filter(entry -> plan.hasMember(entry.getKey()))
        .mapToInt(entry -> Integer.parseInt(entry.getValue()))
        .sum();
  }

  /** Each follow-up of a member was taken in, unless its batch was stopped. */
  private void judgeFollowUps(Plan plan) {
    for (String task : followUps) {
      String[] words = task.split(" ", 2);
      if (plan.hasMember(words[1])) {
        String times = world.all(words[0], Ledger.ENTERED).getOrDefault(words[1], "0");
        world.did("follow-ups that join");
        if (times.equals("0") && !batches.mayBeStopped(plan)) {
          ledger.violated("lost: " + task);
        } else if (Integer.parseInt(times) > 1 && remembers) {
          ledger.violated("taken in " + times + " times: " + task);
        }
      }
    }
  }

  private void judgeCallbacks(Plan plan, String record, int dead, int cancelled) {
    given(plan, "complete", "ended", 1, 1);
    boolean mayHaveFailed = batches.wasRevived(plan) || setsBack;
    int success = dead + cancelled > 0 ? 0 : 1;
    given(plan, "success", "ended", mayHaveFailed ? 0 : success, mayHaveFailed ? 1 : success);
    int failed = BatchLedger.hasFailed(record) ? 1 : 0;
    given(plan, "death", "failed", failed, failed);
    if (dead > 0 && failed == 0 && !mayHaveFailed) {
      ledger.violated(plan.ref() + " has dead members, and was told of none");
    }
  }

  /**
   * How often a callback was taken in: a queue that knows ids takes it once, whatever was taken
   * back; else as often as its reason was found.
   */
  private void given(Plan plan, String kind, String reason, int least, int most) {
    String queue = plan.callbacks().get(kind);
    String times = world.all(queue, Ledger.ENTERED).getOrDefault(plan.callback(kind), "0");
    int given = Integer.parseInt(times);
    long again = world.lost(reason + " " + plan.id()) + world.setBacksInTheTail(plan.home());
    long mostAgain = remembers ? Math.max(most, Math.min(1, again)) : most + again;
    if (given < least || given > mostAgain) {
      ledger.violated(
          "%s of %s was given %d times, and %d to %d are right"
              .formatted(kind, plan.ref(), given, least, mostAgain));
    }
    world.counts.merge("callbacks", given, Integer::sum);
    if (given > 1) {
      world.did("callbacks given again");
    }
  }
}
