package io.sluice.redis.property;

import static io.sluice.redis.property.Calls.words;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import io.sluice.spec.QueueModel;
import io.sluice.spec.Server;
import io.sluice.spec.fair.Fair;
import io.sluice.spec.fair.Pace;
import io.sluice.spec.fair.Rule;
import io.sluice.spec.fair.Spot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Calls about tasks with groups and priorities, each held against the model. */
final class FairCalls {
  static final long LIFE_MS = 3_600_000;
  static final int KEPT = 3;
  private static final long EXPIRED_MS = -10_000;
  private static final int MAX_CRASHES = 4;
  private static final long SPREAD_MS = 1000;
  private static final long AGE_MS = 60_000;
  private static final int MANY_BARS = 1000;
  private static final int MOST_SHOWN = Integer.getInteger("fair.shown", 12);

  private final Server server;
  private final QueueModel model;
  private final Map<String, Long> sequences = new HashMap<>();
  private final ArrayDeque<String> latest = new ArrayDeque<>();

  /**
   * A task as it is enqueued.
   *
   * @param cost below 128, which is one byte
   */
  record Offer(String id, String group, int priority, String due, int cost) {
    private static final String COST = "\10\1";

    boolean isPlain() {
      return group.isEmpty() && priority == 4;
    }

    /** Whether a producer sends it unchecked. */
    boolean isImmediate() {
      return group.isEmpty() && due.equals("0") && cost == 1;
    }

    /** Made now, of a type that follows from its id. */
    String envelope(long now) {
      StringBuilder text = new StringBuilder("\1");
      for (long rest = now; ; rest /= 128) {
        text.append((char) (rest % 128 + (rest < 128 ? 0 : 128)));
        if (rest < 128) {
          break;
        }
      }
      text.append('\1').append(id.hashCode() % 2 == 0 ? 'A' : 'B');
      text.append(cost > 1 ? COST + (char) cost : "").append('\0').append(id);
      return isPlain()
          ? text.toString()
          : Spot.open(group, Fair.urgency(priority), text.toString());
    }

    String dueAndCost(String due) {
      return cost > 1 ? due + " " + cost : due;
    }
  }

  FairCalls(Server server, QueueModel model) {
    this.server = server;
    this.model = model;
  }

  /** Tasks without a group that may run now as a producer sends them: by their priorities. */
  void enqueue(List<Offer> offers) {
    if (offers.stream().allMatch(Offer::isImmediate)) {
      enqueueFresh(offers);
      return;
    }
    List<String> args = words(0, 0);
    for (Offer offer : offers) {
      String due = offer.due.equals("0") && !offer.isPlain() ? "" : offer.due;
      args.addAll(List.of(offer.id, offer.envelope(server.now()), offer.dueAndCost(due)));
    }
    next("enqueue", "p/e0", 0, args);
  }

  private void enqueueFresh(List<Offer> offers) {
    Map<Integer, List<Offer>> byUrgency = new TreeMap<>();
    offers.forEach(
        offer ->
            byUrgency
                .computeIfAbsent(Fair.urgency(offer.priority), same -> new ArrayList<>())
                .add(offer));
    List<Offer> plain = byUrgency.getOrDefault(Spot.PLAIN, List.of());
    byUrgency.remove(Spot.PLAIN);
    StringBuilder fresh = new StringBuilder("" + offers.size());
    List<Offer> inOrder = new ArrayList<>(plain);
    byUrgency.forEach(
        (urgency, some) -> {
          fresh.append(" ").append(urgency).append(" ").append(some.size());
          inOrder.addAll(some);
        });
    List<String> args = words(0, fresh);
    inOrder.forEach(offer -> args.addAll(List.of(offer.id, offer.envelope(server.now()))));
    next("enqueue", "p/e0", 0, args);
  }

  /** To begin within a time. */
  void enqueueExpiring(Offer offer, long withinMs) {
    List<String> args = words(0, KEPT);
    String due = offer.dueAndCost(offer.due);
    args.addAll(words(offer.id, offer.envelope(server.now()), due, server.now(), withinMs));
    args.addAll(List.of("", "0", "reject", "", "0", ""));
    next("enqueue_once", "p/o0", 0, args);
  }

  void open(String session) {
    run("open", session, LIFE_MS);
  }

  /** Its worker is dead. */
  void crash(String session) {
    run("extend", session, EXPIRED_MS, 0, 1_000);
  }

  Answer claim(String session, int max, long bytes, List<String> types, List<String> adopted) {
    List<String> args = words(session, max, bytes, types.size());
    args.addAll(types);
    args.addAll(adopted);
    return next("claim", session + "/c", 1, args);
  }

  /** One outcome; S may be of many ids of one claim. */
  void settle(List<String> ids, String token, char outcome, long ms) {
    List<String> args = words(KEPT);
    if (outcome == 'S') {
      args.addAll(words(1, token, ids.size()));
      args.addAll(ids);
      ids.forEach(id -> args.add("done"));
    } else {
      args.add("0");
      String failure = outcome == 'R' || outcome == 'B' ? "T\nfailed" : "";
      ids.forEach(id -> args.addAll(words(id, token, outcome, ms, failure)));
    }
    next("settle", "p/s0", 0, args);
  }

  /** Null for no limit. */
  void limit(@Nullable Long maxConcurrency, Pace.@Nullable Limit rate, long ageEvery) {
    run(
        "configure",
        "max_concurrency",
        maxConcurrency == null ? "" : maxConcurrency,
        "rate",
        rate == null ? "" : rate.starts() + " " + rate.perMs() + " " + rate.burst(),
        "age_every",
        ageEvery == 0 ? "" : ageEvery);
    unbar();
  }

  void rules(Map<String, Rule> rules) {
    List<String> args = words("@", rules.containsKey("") ? rules.get("").stored() : "");
    rules.forEach(
        (group, rule) -> {
          if (!group.isEmpty()) {
            args.addAll(List.of("@" + group, rule.stored()));
          }
        });
    run("configure", args.toArray());
    unbar();
  }

  void pause(boolean paused) {
    run("configure", "paused", paused ? "1" : "", "paused_until", "");
  }

  /** Groups that are barred by a rule of before are let go. */
  private void unbar() {
    String cursor = "0";
    do {
      cursor = run("unbar", cursor, MANY_BARS).text(0);
    } while (!cursor.equals("0"));
  }

  void promote() {
    run("promote", 100);
  }

  void reap() {
    run("reap", 1_000, MAX_CRASHES, 0, KEPT, SPREAD_MS, "P\npoison");
  }

  void sweep() {
    run("sweep", KEPT, AGE_MS, KEPT, AGE_MS, 100);
  }

  void cancel(String id) {
    run("cancel", id, KEPT);
  }

  void act(String what, String id, long argument) {
    run("act", what, id, argument);
  }

  Answer blmove() {
    return hold(new Call(Call.BLMOVE, null, List.of()));
  }

  Answer run(String verb, Object... args) {
    return hold(new Call(verb, null, words(args)));
  }

  private Answer next(String verb, String lane, int numberAt, List<String> args) {
    args.add(numberAt, "" + sequences.merge(lane, 1L, Long::sum));
    return hold(new Call(verb, lane, args));
  }

  /** The latest calls and their answers, a line each. */
  String latest() {
    return String.join("\n", latest);
  }

  private Answer hold(Call call) {
    Answer answer = server.run(call);
    latest.addLast(server.now() + " " + call.verb() + " " + call.args() + ": " + answer);
    if (latest.size() > MOST_SHOWN) {
      latest.removeFirst();
    }
    if (answer == null) {
      throw new AssertionError("refused for want of memory: " + call);
    }
    model.hold(call, answer);
    return answer;
  }
}
