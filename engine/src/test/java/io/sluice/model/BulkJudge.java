package io.sluice.model;

import io.sluice.model.BulkTruth.Begun;
import io.sluice.model.BulkTruth.Plan;
import io.sluice.spec.Answer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges acts on many tasks: sees what each step moved or dropped, and whether it was to. A record
 * is told in words: id, action, state, matched, processed, failed, when it was begun.
 */
final class BulkJudge {
  static final String VERB = "bulk";
  static final String REDRIVE = "redrive";
  static final String PURGE = "purge";

  private static final int STATE = 2;
  private static final int PROCESSED = 4;
  private static final int FAILED = 5;
  private static final int BEGUN = 6;

  private final World world;
  private final BulkTruth bulks;

  BulkJudge(World world) {
    this.world = world;
    this.bulks = world.truth().bulks();
  }

  void begun(Plan plan, Answer answer) {
    bulks.begin(plan, world.now());
    long at = Long.parseLong(answer.text(1).split(" ", -1)[BEGUN]);
    @Nullable Begun begun = bulks.begun(plan.id());
    if (begun == null || begun.at() != at) {
      throw world.history().violation(plan + " was answered " + answer + ", and is " + begun);
    }
  }

  void aborted(String id, Answer answer) {
    if (answer.is("ok") != (bulks.begun(id) != null)) {
      throw world.history().violation("abort of " + id + " was answered " + answer);
    }
    bulks.over(id);
  }

  void stepped(Answer answer) {
    @Nullable Begun begun = bulks.next();
    int done = answer.number(0);
    if (begun != null) {
      if (done > 0) {
        see(begun, done);
      }
      endIfOver(begun);
    }
    if ((answer.number(1) < 0) != bulks.idle() || (begun == null && done > 0)) {
      throw world.history().violation("a step of " + begun + " answered " + answer);
    }
  }

  private void see(Begun begun, int done) {
    if (begun.plan().action().equals(REDRIVE)) {
      seeRevived(begun, done);
      world.faults().fired(Faults.REDRIVEN, done);
    } else {
      seePurged(begun.plan().from(), done);
      world.faults().fired(Faults.PURGED, done);
    }
  }

  private void endIfOver(Begun begun) {
    String id = begun.plan().id();
    String[] record = world.server().read(VERB, "show", id).text(1).split(" ", -1);
    long allowed = begun.plan().rate() * (world.now() - begun.at()) / 1000;
    if (begun.plan().rate() > 0 && Long.parseLong(record[PROCESSED]) > allowed) {
      throw world.history().violation(begun + " is faster than it may: " + List.of(record));
    }
    if (!record[STATE].equals("running")) {
      bulks.over(id);
      if (begun.plan().action().equals(REDRIVE)) {
        mustHaveRevivedAll(begun, Long.parseLong(record[FAILED]));
      }
    }
  }

  /**
   * Whatever left meanwhile, none that it was to revive is left out; but those whose key another
   * held then, which are counted.
   */
  private void mustHaveRevivedAll(Begun begun, long refused) {
    long mayStay = refused;
    Set<String> dead = members("ZRANGE", "dead", "0", "-1");
    for (TaskTruth task : world.truth().tasks()) {
      if (task.state() == TaskTruth.State.DEAD
          && task.diedAt() <= begun.at()
          && begun.plan().wants(task)
          && dead.contains(task.id())
          && (task.uniqueKey().isEmpty() || --mayStay < 0)) {
        throw task.broken("died at " + task.diedAt() + " and was left out by " + begun);
      }
    }
  }

  private void seeRevived(Begun begun, int done) {
    Set<String> dead = members("ZRANGE", "dead", "0", "-1");
    Set<String> known = members("HKEYS", "tasks");
    List<TaskTruth> revived =
        world.truth().tasks().stream()
            .filter(task -> task.state() == TaskTruth.State.DEAD)
            .filter(task -> known.contains(task.id()) && !dead.contains(task.id()))
            .toList();
    if (revived.size() != done) {
      throw world.history().violation(begun + " revived " + done + ", which are " + revived);
    }
    for (TaskTruth task : revived) {
      if (task.diedAt() > begun.at() || !begun.plan().wants(task)) {
        throw task.broken("died at " + task.diedAt() + " and was revived by " + begun);
      }
      world.truth().keys().revive(task, world.now());
    }
    world.truth().count("redriven", done);
  }

  private void seePurged(String from, int done) {
    Set<String> known = members("HKEYS", "tasks");
    List<TaskTruth> gone =
        world.truth().tasks().stream()
            .filter(task -> isIn(from, task) && !known.contains(task.id()))
            .toList();
    boolean waits = from.equals("ready") || from.equals("scheduled") || from.equals("retrying");
    // What ended may have been dropped before, by its retention.
    if (waits ? gone.size() != done : gone.size() < done) {
      throw world.history().violation("of " + from + " " + done + " are purged, gone are " + gone);
    }
    gone.forEach(world.truth()::delete);
  }

  private static boolean isIn(String from, TaskTruth task) {
    return switch (from) {
      case "dead" -> task.state() == TaskTruth.State.DEAD;
      case "succeeded" -> task.state() == TaskTruth.State.SUCCEEDED;
      case "cancelled" -> task.state() == TaskTruth.State.CANCELLED;
      case "expired" -> task.state() == TaskTruth.State.EXPIRED;
      default -> task.state() == TaskTruth.State.WAITING;
    };
  }

  private Set<String> members(String command, String key, String... range) {
    return new TreeSet<>(world.server().members(command, key, range));
  }
}
