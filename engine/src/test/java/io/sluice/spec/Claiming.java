package io.sluice.spec;

import io.sluice.spec.fair.Fair;
import io.sluice.spec.fair.Pace;
import io.sluice.spec.fair.Picks.Pick;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gives ready tasks to sessions: {@code claim}, and what makes its answer smaller. */
final class Claiming {
  private static final long PUT_OFF_MS = 1000;

  /** So many times as many groups as a claim is to bring tasks are looked at. */
  private static final int PAGES = 4;

  private final QueueState queue;
  private final Lives lives;
  private final Followed followed;
  private final Map<String, Given> receipts = new HashMap<>();

  /** What the last claim of a lane gave. */
  private record Given(long seq, String token, String suspect, List<String> ids) {}

  Claiming(QueueState queue, Lives lives, Followed followed) {
    this.queue = queue;
    this.lives = lives;
    this.followed = followed;
  }

  List<Object> claim(String lane, Args args, Answer answer) {
    String session = args.next();
    long seq = args.number();
    long max = args.number();
    long bytes = args.number();
    @Nullable Given last = receipts.get(lane);
    if (last != null && last.seq >= seq) {
      return last.seq == seq ? again(last, bytes) : List.of("old", last.seq);
    }
    if (!queue.sessions.has(session)) {
      return List.of("gone");
    }
    List<String> types = args.next(args.number());
    List<String> adopted = new ArrayList<>(args.rest());
    adopted.removeIf(id -> !queue.landing.remove(id));
    String token = session + ":" + seq + ":" + queue.now;
    String suspect = suspect(session, last);
    long room = queue.setting("max_concurrency", Long.MAX_VALUE) - queue.running.size();
    Pace.@Nullable Limit rate = queue.rate();
    long tokens = rate == null ? Long.MAX_VALUE : queue.fair.queuePace.allowed(rate, queue.now);
    boolean paused = queue.isPaused();
    if (!paused && "1".equals(queue.settings.get("paused"))) {
      queue.settings.keySet().removeAll(Set.of("paused", "paused_reason", "paused_until"));
    }
    if (paused || room <= 0 || tokens <= 0) {
      adopted.forEach(id -> queue.ready.add(0, id));
      receipts.put(lane, new Given(seq, token, suspect, List.of()));
      List<Object> none = new ArrayList<>(answer(paused ? "paused" : "limited", token, List.of()));
      String until = queue.settings.get("paused_until");
      if (paused && until != null) {
        none.add((long) Double.parseDouble(until) - queue.now);
      } else if (!paused && room > 0) {
        none.add(queue.fair.queuePace.nextAt(rate, queue.now).ceil() - queue.now);
      }
      return none;
    }
    ClaimPlan.Bounds bounds = ClaimPlan.Bounds.of(queue, Math.min(max, room), bytes, suspect);
    long most = bounds.most();
    ClaimPlan plan;
    boolean inTurns = !queue.fair.lane.isEmpty() || !queue.levels.isEmpty();
    if (inTurns && types.isEmpty()) {
      adopted.forEach(id -> queue.ready.add(0, id));
      List<String> told = answer.size() > 2 ? answer.part(2).texts(0) : List.of();
      plan = inTurns(bounds, Set.copyOf(told)).inOrderOf(told);
      // A claim that met many groups at their limits looks at no more, and says so.
      if (answer.is("more")
          && told.size() <= plan.given().size()
          && queue.fair.groups().size() - ClaimPlan.claimable(queue).size() >= PAGES * most) {
        plan =
            plan.given().equals(told)
                ? plan.andMore()
                : inTurns(bounds.of(told.size()), Set.copyOf(told)).inOrderOf(told);
      }
    } else if (types.isEmpty()) {
      plan = ofAnyType(bounds, adopted, answer);
    } else {
      adopted.forEach(id -> queue.ready.add(0, id));
      List<String> inTurn = inTurn(types, seq);
      List<String> told = answer.size() > 2 ? answer.part(2).texts(0) : List.of();
      queue.fair.shares.passOver(passable());
      List<Pick> laned = List.of();
      Set<Long> leftToTheLane = turnsOfLaned(most, seq);
      for (long turns : leftToTheLane) {
        laned = ClaimPlan.lanedOf(queue, turns, types, told::contains);
        long others = told.stream().filter(id -> !queue.isLaned(id)).count();
        if (laned.size() + others <= most && ClaimPlan.areGiven(queue, laned, told, bytes)) {
          break;
        }
      }
      long left = most - laned.size();
      if (left > 0 && ClaimPlan.setAsideOf(queue, inTurn) < left) {
        queue.setAside();
      }
      plan = ClaimPlan.ofTypes(queue, bounds, laned, inTurn).inOrderOf(told);
      boolean all = leftToTheLane.contains((long) laned.size());
      plan = all && answer.is("more") ? plan.andMore() : plan;
    }

    List<String> given = take(plan, token);
    receipts.put(lane, new Given(seq, token, plan.suspect(), given));
    if (plan.costly() > 0) {
      List<Object> none = new ArrayList<>(answer("limited", token, List.of()));
      none.add(queue.fair.queuePace.nextAt(rate, queue.now, plan.costly()).ceil() - queue.now);
      return none;
    }
    return answer(plan.more() ? "more" : "ok", token, given);
  }

  /** The groups that a claim of certain types may pass over although they could have their turn. */
  private Set<String> passable() {
    Set<String> passable = ClaimPlan.claimable(queue);
    if (!queue.levels.isEmpty()) {
      passable.add(Fair.UNGROUPED);
    }
    return passable;
  }

  /**
   * How many turns a claim of types may leave to the lane, the most first. Plain tasks have those
   * of one group among all that have their turns, over many claims; how many have is not modelled.
   */
  private Set<Long> turnsOfLaned(long most, long seq) {
    Set<Long> turns = new TreeSet<>(Comparator.reverseOrder());
    if (queue.fair.lane.isEmpty() && queue.levels.isEmpty()) {
      return turns;
    }
    boolean plainWaits = !queue.ready.isEmpty() || !queue.aside.isEmpty();
    for (int groups = 0; groups <= queue.fair.groups().size() + 1; groups++) {
      double share = plainWaits ? (double) most / (groups + 1) : 0;
      turns.add(most - (long) Math.floor(seq * share) + (long) Math.floor((seq - 1) * share));
    }
    return turns;
  }

  /** How many tasks a claim of one would take. */
  int claimable() {
    long room = queue.setting("max_concurrency", Long.MAX_VALUE) - queue.running.size();
    ClaimPlan.Bounds one = ClaimPlan.Bounds.of(queue, Math.min(1, room), Long.MAX_VALUE, "");
    return queue.isPaused() || one.most() <= 0
        ? 0
        : ClaimPlan.inTurns(queue, one, List.of(), id -> false).turns().size();
  }

  /** What a call gave that took effect before goes back as far as it does not fit any more. */
  List<Object> shrink(String lane, Args args) {
    String session = args.next();
    long seq = args.number();
    long bytes = args.number();
    long cap = queue.setting("retention_count", args.number());
    @Nullable Given last = receipts.get(lane);
    if (last == null || last.seq != seq || !last.token.startsWith(session + ":")) {
      return List.of();
    }
    List<String> kept = new ArrayList<>();
    List<String> back = new ArrayList<>();
    List<Object> left = new ArrayList<>();
    long used = 0;
    for (String id : held(last)) {
      Failed failed = queue.attempts.get(id);
      used += queue.tasks.get(id).length() + (failed == null ? 0 : failed.stored().length());
      if (used <= bytes || kept.isEmpty()) {
        kept.add(id);
        continue;
      }
      left.add(id);
      queue.running.remove(id);
      if (queue.cancels.remove(id) == null && !queue.behind.containsKey(id)) {
        back.add(id);
      } else {
        queue.count("cancelled", 1);
        lives.keepOrForget(id, Ended.waiting(queue.now, 'C'), cap);
      }
    }
    Collections.reverse(back);
    back.forEach(id -> queue.makeReady(id, true));
    String suspect = queue.running.containsKey(last.suspect) ? last.suspect : "";
    receipts.put(lane, new Given(seq, last.token, suspect, kept));
    return left;
  }

  /** A blocked worker is brought an id, or a token, which is no task. */
  List<Object> arrive(Answer answer) {
    if (Observed.TOKEN.equals(answer.textOrNone(0))) {
      return List.of(Observed.TOKEN);
    }
    if (queue.ready.isEmpty()) {
      return Arrays.asList((Object) null);
    }
    String id = queue.ready.remove(0);
    queue.landing.add(id);
    return List.of(id);
  }

  private List<String> held(Given given) {
    return given.ids.stream().filter(id -> given.token.equals(queue.running.get(id))).toList();
  }

  private List<Object> again(Given last, long bytes) {
    List<String> mine = held(last);
    ClaimPlan plan = ClaimPlan.again(queue, mine, bytes);
    return plan.more() ? List.of("large") : answer("replayed", last.token, mine);
  }

  /** A session holds at most one task that crashed twice; it is that of its last claim. */
  private String suspect(String session, @Nullable Given last) {
    String suspect = last == null ? "" : last.suspect;
    return queue.running.getOrDefault(suspect, "").startsWith(session + ":") ? suspect : "";
  }

  /** Begins at any of the types that are set aside; the answer and Redis tell at which. */
  private ClaimPlan ofAnyType(ClaimPlan.Bounds bounds, List<String> adopted, Answer answer) {
    Set<String> starts = new TreeSet<>(queue.aside.keySet());
    starts.add("");
    ClaimPlan plan = null;
    for (String start : starts) {
      List<String> round = new ArrayList<>(queue.aside.tailMap(start).keySet());
      round.addAll(queue.aside.headMap(start).keySet());
      plan = ClaimPlan.ofAny(queue, bounds, adopted, round);
      if (queue.aside.size() < 2
          || (answer.size() > 2
              && plan.given().equals(answer.part(2).texts(0))
              && plan.late().equals(followed.last("expired", plan.late().size()))
              && plan.aside(queue).equals(followed.aside()))) {
        return plan;
      }
    }
    return plan;
  }

  /** Begins at any of the types that are set aside; the answer tells at which. */
  private ClaimPlan inTurns(ClaimPlan.Bounds bounds, Set<String> told) {
    ClaimPlan plan =
        ClaimPlan.inTurns(queue, bounds, List.copyOf(queue.aside.keySet()), told::contains);
    for (String start : queue.aside.keySet()) {
      if (Set.copyOf(plan.given()).equals(told)) {
        break;
      }
      List<String> round = new ArrayList<>(queue.aside.tailMap(start).keySet());
      round.addAll(queue.aside.headMap(start).keySet());
      plan = ClaimPlan.inTurns(queue, bounds, round, told::contains);
    }
    return plan;
  }

  private static List<String> inTurn(List<String> types, long seq) {
    List<String> turn = new ArrayList<>();
    for (int i = 1; i <= types.size(); i++) {
      turn.add(types.get((int) ((seq + i) % types.size())));
    }
    return turn;
  }

  private List<String> take(ClaimPlan plan, String token) {
    plan.takeFrom(queue);
    followed.dropGhosts();
    Pace.@Nullable Limit rate = queue.rate();
    if (rate != null) {
      long spent =
          plan.given().stream().mapToLong(id -> Math.min(rate.burst(), queue.costOf(id))).sum();
      queue.fair.queuePace.take(rate, queue.now, spent);
    }
    plan.late().forEach(lives::expire);
    for (String id : plan.putOff()) {
      queue.retrying.put(
          id, followed.retriedWithin(id, PUT_OFF_MS / 2, PUT_OFF_MS + PUT_OFF_MS / 2));
    }
    plan.given().forEach(id -> queue.running.put(id, token));
    return plan.given();
  }

  private List<Object> answer(String status, String token, List<String> ids) {
    List<Object> envelopes = new ArrayList<>();
    List<@Nullable Object> records = new ArrayList<>();
    for (String id : ids) {
      Failed failed = queue.attempts.get(id);
      envelopes.add(queue.tasks.get(id));
      if (!queue.attempts.isEmpty()) {
        records.add(failed == null ? null : failed.brief());
      }
    }
    return List.of(status, token, ids, envelopes, records);
  }
}
