package io.sluice.letters;

import io.sluice.letters.Duty.Kind;
import io.sluice.letters.Ledger.Planned;
import io.sluice.script.LetterScripts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges, when all is over, what the servers hold in the pasts that they went on from. */
public final class Survivors {
  static final String EXEMPT = "given again after two failovers in a row";

  private final World world;
  private final Ledger ledger;
  private final boolean remembers;

  /** How often outcomes were accepted, and follow-ups taken in, in these pasts. */
  private final Map<String, Integer> accepted = new HashMap<>();

  private final Map<String, Integer> entered = new HashMap<>();

  /** How often a follow-up may be taken in; and how much more often by failovers in a row. */
  private final Map<String, Long> allowed = new HashMap<>();

  private final Map<String, Long> exempt = new HashMap<>();
  private final Map<String, Set<String>> idsByPlace = new HashMap<>();
  private final Set<String> ofBatches = new HashSet<>();

  /**
   * @param remembers whether queues know the ids of what has ended
   */
  public Survivors(World world, Ledger ledger, boolean remembers) {
    this.world = world;
    this.ledger = ledger;
    this.remembers = remembers;
  }

  /** Each follow-up of an accepted outcome is there, and nothing else is. */
  public void judge() {
    World.QUEUES.forEach(this::read);
    ledger.plans().forEach(this::allGiven);
    entered.forEach(this::noneTooOften);
    idsByPlace.forEach(
        (place, ids) -> {
          if (ids.size() > 1) {
            ledger.violated("given again under another id: " + place + ": " + ids);
          }
        });
    World.QUEUES.forEach(this::haveEnded);
  }

  /** After that: follow-ups of accepted outcomes that are for batches, as {@code queue id}. */
  public Set<String> ofBatches() {
    return ofBatches;
  }

  private void read(String queue) {
    accepted.putAll(numbers(queue, Ledger.ACCEPTED));
    numbers(queue, Ledger.ENTERED)
        .forEach(
            (id, times) -> {
              if (!id.isEmpty() && !LetterScripts.isOfABatch(id)) {
                entered.put(queue + " " + id, times);
              }
            });
    Map<String, Integer> counters = numbers(queue, "counters");
    for (String lost : List.of("letters_out_of_reach", "letters_unread")) {
      if (counters.containsKey(lost)) {
        ledger.violated(queue + " counts " + lost + ": " + counters.get(lost));
      }
    }
  }

  private void allGiven(String outcome, Planned plan) {
    int kept = accepted.getOrDefault(outcome, 0);
    if (kept > 1) {
      ledger.violated("accepted " + kept + " times: " + outcome);
    }
    for (int i = 0; i < plan.followUps().size(); i++) {
      String task = plan.followUps().get(i);
      if (LetterScripts.isOfABatch(task.substring(task.indexOf(' ') + 1))) {
        if (kept > 0) {
          ofBatches.add(task);
        }
        continue;
      }
      if (kept > 0) {
        world.did("follow-ups");
        if (!entered.containsKey(task)) {
          ledger.violated("lost: " + task + " of " + outcome);
        }
      }
      boolean isHere = task.startsWith(plan.queue() + " ");
      boolean oneSlot = isHere && !Duty.hasOwnId(task);
      allowed.merge(task, (long) (oneSlot ? kept : kept + world.lost(outcome)), Long::sum);
      exempt.merge(task, isHere ? 0 : world.setBacksInTheTail(plan.queue()), Math::max);
      if (plan.kind() != Kind.OTHER && entered.containsKey(task)) {
        idsByPlace.computeIfAbsent(plan.origin() + " at " + i, place -> new HashSet<>()).add(task);
      }
    }
  }

  /**
   * Where the source of a letter failed over twice within a tail, and its target had heard of both,
   * what is in the tail is given again. A target that knows the id takes it once even then.
   */
  private void noneTooOften(String task, int times) {
    long most = allowed.getOrDefault(task, 0L);
    long mostAgain = most + exempt.getOrDefault(task, 0L);
    if (most == 0) {
      ledger.violated("invented: " + task);
    } else if (times > (remembers ? 1 : mostAgain)) {
      ledger.violated("taken in " + times + " times, given " + most + ": " + task);
    } else if (times > most) {
      world.did(EXEMPT);
    } else if (times > 1) {
      world.did("given again");
    }
  }

  /** Whatever is kept has ended; dead are those whose run failed for good. */
  private void haveEnded(String queue) {
    String key = LetterScripts.key(queue, "dead");
    Set<String> left = new HashSet<>(world.all(queue, "tasks").keySet());
    left.removeAll(world.all(queue, "results").keySet());
    for (Object id : (List<?>) world.say(queue, "ZRANGE", key, "0", "-1")) {
      world.did("dead at the end");
      if (!left.remove(id.toString()) || !ledger.mayBeDead(queue, id.toString())) {
        ledger.violated(id + " of " + queue + " is dead");
      }
    }
    left.forEach(id -> ledger.violated(id + " of " + queue + " was taken in and never ran"));
  }

  private Map<String, Integer> numbers(String queue, String word) {
    Map<String, Integer> numbers = new HashMap<>();
    world.all(queue, word).forEach((field, count) -> numbers.put(field, Integer.parseInt(count)));
    return numbers;
  }
}
