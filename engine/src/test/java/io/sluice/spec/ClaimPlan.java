package io.sluice.spec;

import io.sluice.spec.fair.Fair;
import io.sluice.spec.fair.Pace;
import io.sluice.spec.fair.Picks;
import io.sluice.spec.fair.Picks.Pick;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a claim takes, before it takes it.
 *
 * @param turns what leaves where it waits, whatever becomes of it, each in a turn of its group
 * @param back was adopted and does not fit: the next to be taken
 * @param begun what need not begin in time any more
 * @param late was to begin before now
 * @param putOff crashed twice, and its session holds such a one
 * @param suspect the one that it holds now
 * @param costly how many tokens the first takes, where there are fewer; else 0
 * @param more of these did not fit, or are still to be sorted
 */
record ClaimPlan(
    List<Pick> turns,
    List<String> back,
    List<String> begun,
    List<String> late,
    List<String> putOff,
    List<String> given,
    String suspect,
    long costly,
    boolean more) {
  /** Of what is taken without a turn. */
  private static final String OUT_OF_TURN = "\0";

  /** How many tasks of a group a claim of certain types looks at. */
  private static final int LOOKED_AT = 100;

  /**
   * How much a claim may take, and the suspect that its session holds.
   *
   * @param tokens of the rate of the queue, of which one task takes no more than a burst
   */
  record Bounds(long most, long bytes, String suspect, long tokens, long burst) {
    static Bounds of(QueueState queue, long most, long bytes, String suspect) {
      Pace.@Nullable Limit rate = queue.rate();
      if (rate == null) {
        return new Bounds(most, bytes, suspect, Long.MAX_VALUE, Long.MAX_VALUE);
      }
      long tokens = queue.fair.queuePace.allowed(rate, queue.now);
      return new Bounds(Math.min(most, tokens), bytes, suspect, tokens, rate.burst());
    }

    Bounds of(long fewer) {
      return new Bounds(fewer, bytes, suspect, tokens, burst);
    }
  }

  static int setAsideOf(QueueState queue, List<String> types) {
    return types.stream()
        .distinct()
        .mapToInt(type -> queue.aside.getOrDefault(type, List.of()).size())
        .sum();
  }

  /** What is adopted first, then what is set aside of these types in turn, then what is ready. */
  static ClaimPlan ofAny(
      QueueState queue, Bounds bounds, List<String> adopted, List<String> types) {
    List<String> all = new ArrayList<>(adopted);
    types.stream()
        .distinct()
        .forEach(type -> all.addAll(queue.aside.getOrDefault(type, List.of())));
    all.addAll(queue.ready);
    List<String> met =
        all.subList(0, (int) Math.max(adopted.size(), Math.min(bounds.most, all.size())));
    int fit = fitting(queue, met, bounds);
    List<String> back =
        fit < adopted.size() ? List.copyOf(adopted.subList(fit, adopted.size())) : List.of();
    List<Pick> turns =
        met.stream().map(id -> new Pick(Fair.UNGROUPED, Waiting.LINED + id)).toList();
    return decided(queue, bounds, turns, fit, back, fit < met.size());
  }

  /**
   * One task after the other, each of the group whose turn it is.
   *
   * @param told whether the script took a task
   */
  static ClaimPlan inTurns(
      QueueState queue, Bounds bounds, List<String> types, Predicate<String> told) {
    Map<String, List<String>> waiting = new TreeMap<>();
    for (String group : queue.fair.groups()) {
      waiting.put(group, Waiting.inOrder(queue, Waiting.laned(queue, group)));
    }
    waiting.put(Fair.UNGROUPED, Waiting.inOrder(queue, Waiting.ungrouped(queue, types)));
    List<Pick> picks = picks(queue, bounds.most, waiting, told);
    int fit = fitting(queue, ids(picks), bounds);
    boolean more = fit < picks.size() || picks.size() == bounds.most;
    return decided(queue, bounds, picks, fit, List.of(), more);
  }

  /**
   * Of certain types: of each group those among the first in the lane, which take their turns; then
   * what is set aside.
   *
   * @param laned what {@link #lanedOf} gave
   */
  static ClaimPlan ofTypes(QueueState queue, Bounds bounds, List<Pick> laned, List<String> inTurn) {
    List<Pick> met = new ArrayList<>(laned);
    inTurn.stream()
        .distinct()
        .flatMap(type -> queue.aside.getOrDefault(type, List.of()).stream())
        .limit(bounds.most - laned.size())
        .forEach(id -> met.add(new Pick(OUT_OF_TURN, Waiting.LINED + id)));
    int fit = fitting(queue, ids(met), bounds);
    return decided(queue, bounds, met, fit, List.of(), fit < met.size());
  }

  static List<Pick> lanedOf(
      QueueState queue, long most, List<String> types, Predicate<String> told) {
    Map<String, List<String>> waiting = new TreeMap<>();
    Set<String> groups = queue.fair.groups();
    if (!queue.levels.isEmpty()) {
      groups.add(Fair.UNGROUPED);
    }
    for (String group : groups) {
      List<String> first =
          (group.equals(Fair.UNGROUPED) ? Waiting.leveled(queue) : Waiting.laned(queue, group))
              .stream()
                  .flatMap(level -> level.ids().stream())
                  .limit(LOOKED_AT)
                  .filter(one -> types.contains(Head.of(queue.tasks.get(one.substring(1))).type()))
                  .toList();
      waiting.put(group, first);
    }
    return picks(queue, most, waiting, told);
  }

  /** The groups in the lane that may start a task now. */
  static Set<String> claimable(QueueState queue) {
    Map<String, Long> running = queue.byGroup(queue.running.keySet());
    Set<String> claimable = queue.fair.groups();
    claimable.removeIf(
        group ->
            queue.fair.allowed(
                    group,
                    running.getOrDefault(group, 0L),
                    queue.now,
                    Waiting.idsOf(Waiting.inOrder(queue, Waiting.laned(queue, group))))
                == 0);
    return claimable;
  }

  /**
   * Whether of these, as far as they fit, those are told that did not expire and are not put off,
   * and no others of the lane.
   */
  static boolean areGiven(QueueState queue, List<Pick> picks, List<String> told, long bytes) {
    List<String> ids = ids(picks).subList(0, fitting(queue, ids(picks), bytes));
    return told.stream().filter(queue::isLaned).allMatch(ids::contains)
        && ids.stream()
            .allMatch(
                id ->
                    told.contains(id)
                        || queue.expiries.isDue(id, queue.now)
                        || queue.attempts.getOrDefault(id, Failed.NEVER).suspect());
  }

  private static List<Pick> picks(
      QueueState queue, long most, Map<String, List<String>> waiting, Predicate<String> told) {
    Map<String, Long> running = queue.byGroup(queue.running.keySet());
    return new Picks(queue.fair.shares, queue.fair::weightOf)
        .first(
            most,
            waiting,
            group ->
                queue.fair.heldBack.contains(group)
                        && waiting.get(group).stream().noneMatch(one -> told.test(one.substring(1)))
                    ? 0
                    : queue.fair.allowed(
                        group,
                        running.getOrDefault(group, 0L),
                        queue.now,
                        Waiting.idsOf(waiting.get(group))),
            one -> told.test(one.substring(1)));
  }

  private static List<String> ids(List<Pick> picks) {
    return Waiting.idsOf(picks.stream().map(Pick::id).toList());
  }

  /** The answer of before, where it fits. */
  static ClaimPlan again(QueueState queue, List<String> ids, long bytes) {
    boolean more = fitting(queue, ids, bytes) < ids.size();
    return new ClaimPlan(List.of(), List.of(), List.of(), List.of(), List.of(), ids, "", 0, more);
  }

  private static ClaimPlan decided(
      QueueState queue, Bounds bounds, List<Pick> met, int fit, List<String> back, boolean more) {
    List<Pick> turns = met.subList(0, fit);
    long costly = fit == 0 && !met.isEmpty() ? queue.costOf(met.get(0).id().substring(1)) : 0;
    List<String> begun = new ArrayList<>();
    List<String> late = new ArrayList<>();
    List<String> putOff = new ArrayList<>();
    List<String> given = new ArrayList<>();
    String suspect = bounds.suspect;
    for (Pick turn : turns) {
      String id = turn.id().substring(1);
      boolean isGhost = turn.id().startsWith(Waiting.LINED) && queue.ghosts.containsKey(id);
      if (isGhost || !queue.tasks.containsKey(id)) {
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
    return new ClaimPlan(turns, back, begun, late, putOff, given, suspect, costly, more);
  }

  /** How many of these fit, and tokens pay for. */
  private static int fitting(QueueState queue, List<String> ids, Bounds bounds) {
    int paid = queue.fair.paid(ids, bounds.tokens, bounds.burst);
    return Math.min(paid, fitting(queue, ids, bounds.bytes));
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

  /** The same in the order that was told: which of two of the same start goes first is rounding. */
  ClaimPlan inOrderOf(List<String> told) {
    return Set.copyOf(told).equals(Set.copyOf(given))
        ? new ClaimPlan(turns, back, begun, late, putOff, told, suspect, costly, more)
        : this;
  }

  ClaimPlan andMore() {
    return new ClaimPlan(turns, back, begun, late, putOff, given, suspect, costly, true);
  }

  /** What stays aside. */
  Map<String, List<String>> aside(QueueState queue) {
    Map<String, List<String>> left = new TreeMap<>();
    queue.aside.forEach((type, ids) -> left.put(type, new ArrayList<>(ids)));
    left.values().forEach(ids -> ids.removeAll(from(Waiting.LINED)));
    left.values().removeIf(List::isEmpty);
    return left;
  }

  void takeFrom(QueueState queue) {
    Map<String, List<String>> left = aside(queue);
    queue.aside.clear();
    queue.aside.putAll(left);
    List<String> lined = from(Waiting.LINED);
    queue.ready.removeAll(lined);
    queue.ready.addAll(0, back);
    queue.ghosts.keySet().removeAll(lined);
    from(Waiting.LANED).forEach(queue::leaveLane);
    queue.leaveLevels(from(Waiting.LEVELED));
    List<Pick> inTurn = turns.stream().filter(turn -> !turn.group().equals(OUT_OF_TURN)).toList();
    new Picks(queue.fair.shares, queue.fair::weightOf).served(inTurn);
    inTurn.forEach(turn -> queue.fair.charge(turn.group(), turn.id().substring(1), queue.now));
    begun.forEach(queue.expiries::remove);
  }

  private List<String> from(String place) {
    return turns.stream()
        .filter(turn -> turn.id().startsWith(place))
        .map(turn -> turn.id().substring(1))
        .toList();
  }
}
