package io.sluice.letters.batch;

import io.sluice.letters.Ledger;
import io.sluice.letters.World;
import io.sluice.letters.batch.Convener.Plan;
import io.sluice.script.LetterScripts;
import io.sluice.script.Members;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges batches at each call that runs: none ends while a member of it has not, a member that a
 * stopped batch has still waiting is one that somebody goes on to cancel, none ends that is not
 * sealed, and none takes members in after its end. It looks at members one by one, and at no count.
 */
final class BatchLedger {
  private static final int BATCH = 3;
  private static final int SEALED = 2;
  private static final int ENDED = 4;
  private static final int FAILED = 5;
  private static final String STOPPED = "x";

  /** The id of a task in a letter. */
  private static final Pattern MEMBER =
      Pattern.compile(" (?:hand \\S+ \\S+ [01]|member \\S+|task) (\\S+) ");

  private final World world;
  private final Ledger ledger;
  private final Convener convener;
  private final boolean setsBack;
  private final Set<String> opened = new HashSet<>();
  private final Set<String> revived = new HashSet<>();
  private final Set<String> over = new HashSet<>();
  private final Set<String> cancelled = new HashSet<>();

  BatchLedger(World world, Ledger ledger, Convener convener, boolean setsBack) {
    this.world = world;
    this.ledger = ledger;
    this.convener = convener;
    this.setsBack = setsBack;
  }

  /** Whether a server said once that it has this batch. */
  boolean wasOpened(Plan plan) {
    return opened.contains(plan.id());
  }

  /** Whether a dead member of this batch was given a new life. */
  boolean wasRevived(Plan plan) {
    return revived.stream().anyMatch(plan::hasMember);
  }

  /** Whether a member of this batch, or one that it follows, was given a new life. */
  private boolean isOfRevived(String member) {
    return revived.stream().anyMatch(id -> member.equals(id) || member.startsWith(id + "-"));
  }

  /** Whether follow-ups of its members may have been dropped. */
  boolean mayBeStopped(Plan plan) {
    return plan.policy().equals("cancel-rest") || cancelled.contains(plan.ref());
  }

  @Nullable Object see(
      String queue, String script, List<String> args, Supplier<@Nullable Object> call) {
    if (script.equals("judge")) {
      return judged(queue, call);
    }
    Object answer = call.get();
    String first = answer instanceof List<?> reply ? reply.get(0).toString() : "";
    switch (script) {
      case "batch" -> {
        if (first.equals("ok") && args.get(0).equals("open")) {
          world.did("batches opened");
          opened.add(args.get(2));
        }
      }
      case "act" -> {
        if (first.equals("done")) {
          world.did("members revived");
          revived.add(args.get(1));
        }
      }
      case "seal" -> {
        if (first.equals("ok")) {
          world.did("calls to " + args.get(0));
          if (args.get(0).equals("cancel")) {
            cancelled.add(args.get(2) + "@" + args.get(1));
          }
        }
      }
      case "stop" -> stopsAll(queue);
      case "enroll" -> {
        if (first.equals("ok") && !((List<?>) answer).get(1).equals(0L) && isOver(args)) {
          ledger.violated(queue + " takes a member in after the end of " + args.get(BATCH));
        }
      }
      default -> {}
    }
    return answer;
  }

  private boolean isOver(List<String> enrolling) {
    return !setsBack && over.contains(enrolling.get(BATCH));
  }

  private @Nullable Object judged(String queue, Supplier<@Nullable Object> call) {
    Map<String, String> before = world.all(queue, "batches");
    Object answer = call.get();
    Map<String, String> after = world.all(queue, "batches");
    for (Plan plan : convener.plans()) {
      String record = after.get(plan.id());
      if (plan.home().equals(queue) && record != null) {
        String old = before.getOrDefault(plan.id(), record);
        if (isAt(old, FAILED, false) && isAt(record, FAILED, true)) {
          note(plan, "failed");
        }
        if (isAt(old, ENDED, false) && isAt(record, ENDED, true)) {
          note(plan, "ended");
          if (isAt(record, SEALED, false)) {
            ledger.violated(plan.ref() + " has ended, and is not sealed");
          }
          over.add(plan.ref());
          ended(plan);
        }
      }
    }
    stopsAll(queue);
    return answer;
  }

  private static boolean isAt(String record, int field, boolean isSet) {
    return !record.split(" ", -1)[field].equals("0") == isSet;
  }

  static boolean hasEnded(String record) {
    return isAt(record, ENDED, true);
  }

  static boolean hasFailed(String record) {
    return isAt(record, FAILED, true);
  }

  /** Kept in Redis, so that it is taken back with what it notes. */
  private void note(Plan plan, String what) {
    world.did("batches " + what);
    Object unused =
        world.say(
            plan.home(),
            "HINCRBY",
            LetterScripts.key(plan.home(), Ledger.ACCEPTED),
            what + " " + plan.id(),
            "1");
  }

  /**
   * A member that was dead, and was given a new life elsewhere, counts as its home was told: dead.
   */
  private void ended(Plan plan) {
    if (setsBack) {
      return;
    }
    if (!mayBeStopped(plan)) {
      noneIsUnderWay(plan);
    }
    for (String queue : World.QUEUES) {
      for (String id : pending(queue, plan)) {
        if (queue.equals(plan.home()) || !isOfRevived(id)) {
          ledger.violated(plan.ref() + " has ended, and " + id + " of " + queue + " has not");
        }
      }
    }
  }

  /** A follow-up that is to be a member was taken in, wherever it goes. */
  private void noneIsUnderWay(Plan plan) {
    Set<String> entered = new HashSet<>();
    World.QUEUES.forEach(queue -> entered.addAll(world.all(queue, Ledger.ENTERED).keySet()));
    for (String queue : World.QUEUES) {
      for (String letter : world.all(queue, "outbox").values()) {
        Matcher member = MEMBER.matcher(letter);
        if (member.find()
            && plan.hasMember(member.group(1))
            && !entered.contains(member.group(1))
            && !isOfRevived(member.group(1))) {
          ledger.violated(plan.ref() + " has ended, and " + member.group(1) + " is under way");
        }
      }
    }
  }

  /** Members that are neither dead nor ended. */
  List<String> pending(String queue, Plan plan) {
    List<String> found = new ArrayList<>();
    Set<String> dead = dead(queue);
    for (String id : Members.of(world.all(queue, "membership")).keySet()) {
      if (plan.hasMember(id) && !dead.contains(id)) {
        found.add(id);
      }
    }
    return found;
  }

  Set<String> dead(String queue) {
    Set<String> dead = new HashSet<>();
    String key = LetterScripts.key(queue, "dead");
    for (Object id : (List<?>) world.say(queue, "ZRANGE", key, "0", "-1")) {
      dead.add(id.toString());
    }
    return dead;
  }

  /** Of a part that is stopped, and through which nobody walks any more, no member waits. */
  private void stopsAll(String queue) {
    Map<String, String> tally = world.all(queue, "tally");
    Set<String> walked = new HashSet<>();
    tally.forEach(
        (number, part) -> {
          if (marks(part).contains(STOPPED) && !tally.containsKey(">" + number)) {
            walked.add(number);
          }
        });
    if (walked.isEmpty()) {
      return;
    }
    Map<String, String> waiting = Members.of(world.all(queue, "membership"));
    waiting.values().retainAll(walked);
    waiting.keySet().removeAll(dead(queue));
    waiting.keySet().removeAll(world.all(queue, "running").keySet());
    waiting
        .keySet()
        .forEach(id -> ledger.violated(id + " of " + queue + " waits in a batch that is stopped"));
  }

  static String marks(String part) {
    String[] words = part.split(" ", -1);
    return words.length > 6 ? words[6] : "";
  }
}
