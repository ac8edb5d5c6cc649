package io.sluice.letters;

import io.sluice.letters.Duty.Kind;
import io.sluice.script.LetterScripts;
import io.sluice.store.Settlement.HandedOn;
import io.sluice.store.StoredTask;
import io.sluice.task.enqueue.FollowUp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges follow-ups. At each call that runs: an outcome is accepted exactly if its claim is held,
 * and each follow-up of an accepted one is taken in, known, or in a letter when the call is over.
 * It shares no code with the scripts, and keeps which outcomes were accepted in Redis, so that this
 * is set back with the rest.
 */
public final class Ledger {
  /** The key of a queue that has which outcomes were accepted there, by {@link #outcome}. */
  public static final String ACCEPTED = "tasks:accepted";

  public static final String ENTERED = "tasks" + LetterScripts.ENTERED;
  private static final int FIRST_ITEM = 2;
  private static final int PARTS = 5;
  private static final int PARTS_OF_FOLLOW_UP = 4;
  private static final int TAKEN = 5;
  private static final int KNOWN = 6;
  private static final int MOST_SHOWN = 10;

  private final World world;
  private final Map<String, Planned> plans = new HashMap<>();
  private final Set<String> mayBeDead = new HashSet<>();
  private final List<String> violations = new ArrayList<>();

  /**
   * What a run gives.
   *
   * @param origin the task, as no other one
   * @param followUps {@code queue id} of each
   */
  record Planned(String queue, String origin, Kind kind, List<String> followUps) {}

  private record Item(String token, String id, List<String> targets) {}

  /** What a queue counts before and after a call. */
  private record Books(long known, long lettersKnown, long entered, long letters, long dropped) {
    Books since(Books before) {
      return new Books(
          known - before.known,
          lettersKnown - before.lettersKnown,
          entered - before.entered,
          letters - before.letters,
          dropped - before.dropped);
    }

    long here() {
      return known + entered;
    }

    long all() {
      return here() + letters + dropped;
    }
  }

  public Ledger(World world) {
    this.world = world;
  }

  public void violated(String what) {
    if (violations.size() < MOST_SHOWN) {
      violations.add(what);
    }
  }

  public List<String> violations() {
    return violations;
  }

  Map<String, Planned> plans() {
    return plans;
  }

  /** A run begins. */
  void begins(String queue, StoredTask task) {
    Duty duty = Duty.of(task.payload());
    if (duty.depth() > FollowUp.DEEPEST) {
      violated(task.id() + " of " + queue + " has " + duty.depth() + " tasks before it");
    }
    if (task.createdAt().toEpochMilli() + duty.delayMs() > world.now()) {
      violated(task.id() + " of " + queue + " runs before it is due");
    }
  }

  /** A run is about to be told, with these follow-ups. */
  void plans(String queue, StoredTask task, String token, List<HandedOn> followUps) {
    plans.put(
        outcome(queue, task.id().value(), token),
        new Planned(
            queue,
            queue + " " + task.id() + " " + task.createdAt().toEpochMilli(),
            Duty.of(task.payload()).kind(),
            followUps.stream().map(each -> each.queue() + " " + each.item().task().id()).toList()));
  }

  /** A run failed for good, since too many tasks went before it. */
  void buried(String queue, StoredTask task) {
    mayDie(queue, task);
    if (Duty.of(task.payload()).depth() < FollowUp.DEEPEST - 1) {
      violated(task.id() + " of " + queue + " may have follow-ups");
    }
  }

  /** A run failed for good. */
  void mayDie(String queue, StoredTask task) {
    mayBeDead.add(queue + " " + task.id());
  }

  boolean mayBeDead(String queue, String id) {
    return mayBeDead.contains(queue + " " + id);
  }

  private static String outcome(String queue, String id, String token) {
    return queue + " " + id + " " + token;
  }

  public @Nullable Object see(
      String queue, String script, List<String> args, Supplier<@Nullable Object> call) {
    return switch (script) {
      case "succeed", "spread" -> handOn(queue, args, call);
      case "receive" -> receive(queue, call);
      default -> call.get();
    };
  }

  private @Nullable Object receive(String queue, Supplier<@Nullable Object> call) {
    Books before = books(queue);
    Object answer = call.get();
    Books after = books(queue);
    if (answer instanceof List<?> reply) {
      long taken = (Long) reply.get(TAKEN);
      long known = (Long) reply.get(KNOWN);
      if (after.entered - before.entered != taken
          || after.lettersKnown - before.lettersKnown != known) {
        violated(queue + " took " + reply + " and counts " + before + ", then " + after);
      }
    }
    return answer;
  }

  private @Nullable Object handOn(
      String queue, List<String> args, Supplier<@Nullable Object> call) {
    List<Item> items = items(args);
    List<String> holders = holders(queue, items);
    List<String> accepted = accepted(queue, items);
    Books before = books(queue);
    List<?> reply = (List<?>) call.get();
    if (reply == null) {
      violated(queue + " answered nothing");
      return null;
    }
    Books after = books(queue);
    String status = reply.get(0).toString();
    world.did(status);
    if (status.equals("ok")) {
      List<Item> taken = judged(queue, items, holders, accepted, reply);
      List<String> targets = taken.stream().flatMap(item -> item.targets.stream()).toList();
      long here = targets.stream().filter(String::isEmpty).count();
      long joining = targets.stream().filter(target -> target.contains(" ")).count();
      Books made = after.since(before);
      if (made.all() != targets.size()
          || made.here() < here
          || made.letters < targets.size() - here - joining
          || made.dropped > joining) {
        violated(
            "%s accepted %s, %d follow-ups here, %d for batches, and counts %s, then %s"
                .formatted(queue, taken, here, joining, before, after));
      }
    } else {
      if (after.since(before).all() > 0) {
        violated(queue + " answered " + status + " and counts " + before + ", then " + after);
      }
      if (status.equals("replayed")) {
        replayed(queue, items, accepted, reply);
      }
    }
    return reply;
  }

  /** The items that were accepted, each of which is noted. */
  private List<Item> judged(
      String queue, List<Item> items, List<String> holders, List<String> accepted, List<?> reply) {
    List<Item> taken = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      boolean held = holders.get(i).split(" ", 2)[0].equals(item.token) && seen.add(item.id);
      boolean refused = reply.contains((long) i + 1);
      if (held == refused) {
        violated(
            item.id + " of " + queue + (held ? ": refused who holds it" : ": took a stale token"));
      }
      if (refused && !accepted.get(i).isEmpty()) {
        violated(item.id + " of " + queue + ": refused what was accepted");
      }
      if (!refused) {
        taken.add(item);
        Object unused =
            world.say(
                queue,
                "HINCRBY",
                LetterScripts.key(queue, ACCEPTED),
                outcome(queue, item.id, item.token),
                "1");
      }
    }
    for (String left : holders(queue, taken)) {
      if (!left.isEmpty()) {
        violated("a task of " + queue + " runs on after its success");
      }
    }
    return taken;
  }

  /** Told again: of each task at least once the truth. */
  private void replayed(String queue, List<Item> items, List<String> accepted, List<?> reply) {
    Map<String, Boolean> told = new HashMap<>();
    Map<String, Boolean> truth = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      told.merge(items.get(i).id, !reply.contains((long) i + 1), Boolean::logicalOr);
      truth.put(items.get(i).id, !accepted.get(i).isEmpty());
    }
    if (!told.equals(truth)) {
      violated(queue + " told again " + told + ", which is " + truth);
    }
  }

  private static List<Item> items(List<String> args) {
    List<Item> items = new ArrayList<>();
    int i = FIRST_ITEM;
    while (i < args.size()) {
      int n = Integer.parseInt(args.get(i + PARTS - 1));
      List<String> targets = new ArrayList<>();
      for (int x = 0; x < n; x++) {
        targets.add(args.get(i + PARTS + PARTS_OF_FOLLOW_UP * x));
      }
      items.add(new Item(args.get(i), args.get(i + 1), targets));
      i += PARTS + PARTS_OF_FOLLOW_UP * n;
    }
    return items;
  }

  private List<String> holders(String queue, List<Item> items) {
    return fields(queue, "running", items.stream().map(Item::id).toList());
  }

  private List<String> accepted(String queue, List<Item> items) {
    return fields(
        queue, ACCEPTED, items.stream().map(item -> outcome(queue, item.id, item.token)).toList());
  }

  private Books books(String queue) {
    List<String> counters =
        fields(queue, "counters", List.of("known", "letters_known", "unjoined_stopped"));
    String entered = fields(queue, ENTERED, List.of("")).get(0);
    long letters = world.all(queue, "outbox").values().stream().filter(Ledger::bringsATask).count();
    return new Books(
        number(counters.get(0)),
        number(counters.get(1)),
        number(entered),
        letters,
        number(counters.get(2)));
  }

  private static boolean bringsATask(String letter) {
    return !letter.split(" ", 3)[1].equals("seal");
  }

  private static long number(String text) {
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /** Empty for what is not there. */
  private List<String> fields(String queue, String word, List<String> fields) {
    if (fields.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of("HMGET", LetterScripts.key(queue, word)));
    words.addAll(fields);
    List<?> values = (List<?>) world.say(queue, words.toArray(String[]::new));
    return values.stream().map(value -> value == null ? "" : value.toString()).toList();
  }
}
