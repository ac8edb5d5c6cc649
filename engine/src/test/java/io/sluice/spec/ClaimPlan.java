package io.sluice.spec;

import io.sluice.spec.fair.Fair;
import io.sluice.spec.fair.Picks;
import io.sluice.spec.fair.Picks.Pick;
import io.sluice.spec.fair.Spot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a claim takes, before it takes it.
 *
 * @param turns the turns that these tasks took, each of its group
 * @param taken leaves where it waits, whatever becomes of it
 * @param back was adopted and does not fit: the next to be taken
 * @param begun what need not begin in time any more
 * @param late was to begin before now
 * @param putOff crashed twice, and its session holds such a one
 * @param suspect the one that it holds now
 * @param more of these did not fit, or are still to be sorted
 */
record ClaimPlan(
    List<Pick> turns,
    Set<String> taken,
    List<String> back,
    List<String> begun,
    List<String> late,
    List<String> putOff,
    List<String> given,
    String suspect,
    boolean more) {

  /** How much a claim may take, and the suspect that its session holds. */
  record Bounds(long most, long bytes, String suspect) {}

  static int ofTypes(QueueState queue, List<String> types) {
    return types.stream()
        .distinct()
        .mapToInt(type -> queue.aside.getOrDefault(type, List.of()).size())
        .sum();
  }

  /** What is adopted first, then what is set aside of these types in turn, then what is ready. */
  static ClaimPlan of(
      QueueState queue, Bounds bounds, List<String> adopted, List<String> types, boolean ofAny) {
    List<String> all = new ArrayList<>(adopted);
    types.stream()
        .distinct()
        .forEach(type -> all.addAll(queue.aside.getOrDefault(type, List.of())));
    if (ofAny) {
      all.addAll(queue.ready);
    }
    List<String> met =
        all.subList(0, (int) Math.max(adopted.size(), Math.min(bounds.most, all.size())));
    int fit = fitting(queue, met, bounds.bytes);
    List<String> back =
        fit < adopted.size() ? List.copyOf(adopted.subList(fit, adopted.size())) : List.of();
    return decided(queue, bounds, List.of(), met.subList(0, fit), back, fit < met.size());
  }

  /**
   * One task after the other, each of the group whose turn it is; of the tasks without a group,
   * what is more urgent than plain ones goes before what is set aside and what is ready, the rest
   * after.
   */
  static ClaimPlan inTurns(
      QueueState queue, Bounds bounds, List<String> types, Wanted wanted, Set<String> told) {
    Map<String, List<String>> waiting = new TreeMap<>();
    for (String group : queue.fair.groups()) {
      waiting.put(
          group,
          wanted.of(
              queue.fair.waiting(group, queue.now, queue.setting("age_every", 0)).stream()
                  .map(Fair.Waiting::id)
                  .toList()));
    }
    waiting.put(Fair.UNGROUPED, ungrouped(queue, types, wanted));
    Map<String, Long> running = queue.byGroup(queue.running.keySet());
    List<Pick> picks =
        new Picks(queue.fair.shares, queue.fair::weightOf)
            .first(
                bounds.most,
                waiting,
                group -> queue.fair.allowed(group, running.getOrDefault(group, 0L), queue.now),
                told);
    List<String> met = picks.stream().map(Pick::id).toList();
    int fit = fitting(queue, met, bounds.bytes);
    return decided(
        queue, bounds, picks.subList(0, fit), met.subList(0, fit), List.of(), fit < met.size());
  }

  /** Which of the first tasks of a group a claim is for. */
  interface Wanted {
    List<String> of(List<String> waiting);
  }

  private static List<String> ungrouped(QueueState queue, List<String> types, Wanted wanted) {
    List<Fair.Waiting> laned =
        queue.fair.waiting(Fair.UNGROUPED, queue.now, queue.setting("age_every", 0));
    List<String> all = new ArrayList<>();
    laned.stream()
        .filter(one -> one.urgency() <= Spot.PLAIN)
        .map(Fair.Waiting::id)
        .forEach(all::add);
    types.stream()
        .distinct()
        .forEach(type -> all.addAll(queue.aside.getOrDefault(type, List.of())));
    all.addAll(queue.ready);
    laned.stream()
        .filter(one -> one.urgency() > Spot.PLAIN)
        .map(Fair.Waiting::id)
        .forEach(all::add);
    return wanted.of(all);
  }

  /** The answer of before, where it fits. */
  static ClaimPlan again(QueueState queue, List<String> ids, long bytes) {
    boolean more = fitting(queue, ids, bytes) < ids.size();
    return new ClaimPlan(
        List.of(), Set.of(), List.of(), List.of(), List.of(), List.of(), ids, "", more);
  }

  private static ClaimPlan decided(
      QueueState queue,
      Bounds bounds,
      List<Pick> turns,
      List<String> ids,
      List<String> back,
      boolean more) {
    List<String> begun = new ArrayList<>();
    List<String> late = new ArrayList<>();
    List<String> putOff = new ArrayList<>();
    List<String> given = new ArrayList<>();
    String suspect = bounds.suspect;
    for (String id : ids) {
      if (queue.ghosts.containsKey(id) || !queue.tasks.containsKey(id)) {
        continue;
      }
      begun.add(id);
      boolean suspected = queue.attempts.getOrDefault(id, Failed.NEVER).suspect();
      if (queue.expiries.isDue(id, queue.now)) {
        late.add(id);
      } else if (suspected && !suspect.isEmpty()) {
        putOff.add(id);
      } else {
        suspect = suspected ? id : suspect;
        given.add(id);
      }
    }
    return new ClaimPlan(
        turns, new HashSet<>(ids), back, begun, late, putOff, given, suspect, more);
  }

  /** How many of these fit; one at least. */
  private static int fitting(QueueState queue, List<String> ids, long bytes) {
    long used = 0;
    boolean any = false;
    for (int i = 0; i < ids.size(); i++) {
      String envelope = queue.tasks.get(ids.get(i));
      Failed failed = queue.attempts.get(ids.get(i));
      if (envelope != null) {
        used += envelope.length() + (failed == null ? 0 : failed.brief().length());
        if (used > bytes && any) {
          return i;
        }
        any = true;
      }
    }
    return ids.size();
  }

  /** What stays aside. */
  Map<String, List<String>> aside(QueueState queue) {
    Map<String, List<String>> left = new TreeMap<>();
    queue.aside.forEach((type, ids) -> left.put(type, new ArrayList<>(ids)));
    left.values().forEach(ids -> ids.removeAll(taken));
    left.values().removeIf(List::isEmpty);
    return left;
  }

  void takeFrom(QueueState queue) {
    Map<String, List<String>> left = aside(queue);
    queue.aside.clear();
    queue.aside.putAll(left);
    queue.ready.removeAll(taken);
    taken.forEach(queue::leaveLane);
    new Picks(queue.fair.shares, queue.fair::weightOf).served(turns);
    turns.forEach(turn -> queue.fair.charge(turn.group(), queue.now));
    queue.ready.addAll(0, back);
    queue.ghosts.keySet().removeAll(taken);
    begun.forEach(queue.expiries::remove);
  }
}
