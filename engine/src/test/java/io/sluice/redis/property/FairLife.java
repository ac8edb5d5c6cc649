package io.sluice.redis.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.redis.property.FairCalls.Offer;
import io.sluice.script.ScriptText;
import io.sluice.spec.Answer;
import io.sluice.spec.QueueModel;
import io.sluice.spec.Server;
import io.sluice.spec.fair.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The life of a queue with groups, priorities and limits, by a seed. */
final class FairLife {
  private static final List<String> SESSIONS = List.of("s0", "s1", "s2");
  private static final List<Integer> CLAIMED = List.of(1, 1, 1, 3, 16, 64);
  private static final List<String> KEYS =
      List.of("lane", "place", "later", "turns", "tags", "inflight");
  private static final long PLENTY = 1_000_000;
  private static final int RECENT = 30;
  private static final int MOST_ROUNDS = 300;

  private final Server server;
  private final QueueModel model;
  private final FairCalls calls;
  private final SplittableRandom random;
  private final SplittableRandom costs;
  private final FairTerms terms;
  private final Map<String, Rule> rules = new TreeMap<>();
  private final FairWatch watch;
  private final List<String> ids = new ArrayList<>();
  private final Map<String, String> groups = new HashMap<>();
  private final List<String> adopted = new ArrayList<>();
  private boolean paused;
  private long claimed;
  private int bulks;

  /** On a Redis that is empty. */
  FairLife(Server server, long seed) {
    this.server = server;
    this.model = new QueueModel(server);
    this.calls = new FairCalls(server, model);
    this.random = new SplittableRandom(seed);
    this.costs = new SplittableRandom(~seed);
    this.terms = FairTerms.of(random);
    terms.groups().forEach(group -> rules.put(group, terms.rule(random)));
    rules.putIfAbsent("", Rule.NONE);
    Map<String, Long> weights = new HashMap<>();
    rules.forEach((group, rule) -> weights.put(group, rule.weight()));
    this.watch = new FairWatch(weights);
  }

  FairTerms terms() {
    return terms;
  }

  String latest() {
    return calls.latest();
  }

  long claimed() {
    return claimed;
  }

  long checks() {
    return watch.checks();
  }

  void run(int steps) {
    SESSIONS.forEach(calls::open);
    calls.rules(rules);
    calls.limit(null, null, terms.ageEvery());
    for (int step = 0; step < steps; step++) {
      server.advance(random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(2));
      step();
      model.check();
      if (!terms.limited()) {
        watch.look(model.backlogged(), model.turns());
      }
    }
    drain();
  }

  private void step() {
    if (terms.calm()) {
      calmStep();
      return;
    }
    int die = random.nextInt(terms.limited() ? 100 : 88);
    if (die < 20) {
      enqueue();
    } else if (die < 48) {
      claim();
    } else if (die < 64) {
      settle();
    } else if (die < 70) {
      calls.promote();
    } else if (die < 73) {
      String session = SESSIONS.get(random.nextInt(SESSIONS.size()));
      calls.crash(session);
    } else if (die < 77) {
      calls.reap();
    } else if (die < 80) {
      calls.cancel(recent());
    } else if (die < 84) {
      calls.act("prioritize", recent(), random.nextInt(10));
    } else if (die < 86) {
      String what = List.of("run_now", "retry", "delete").get(random.nextInt(3));
      calls.act(what, recent(), 0);
    } else if (die < 88) {
      Answer answer = calls.blmove();
      if (answer.textOrNone(0) != null) {
        adopted.add(answer.text(0));
      }
    } else if (die < 92) {
      rules.put(terms.group(random), terms.rule(random));
      calls.rules(rules);
    } else if (die < 94) {
      long most = random.nextInt(1, 8);
      calls.limit(random.nextBoolean() ? null : most, FairTerms.pace(random), terms.ageEvery());
    } else if (die < 96) {
      paused = !paused;
      calls.pause(paused);
    } else if (die < 98) {
      bulk();
    } else if (die < 99) {
      calls.run("expire", 10);
    } else {
      calls.sweep();
    }
  }

  private void calmStep() {
    int die = random.nextInt(100);
    if (die < 30) {
      enqueue();
    } else if (die < 65) {
      claim();
    } else if (die < 90) {
      settle();
    } else {
      calls.promote();
    }
  }

  private void enqueue() {
    if (model.unfinished() > 150) {
      return;
    }
    List<Offer> offers = new ArrayList<>();
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      String id = "t" + ids.size();
      ids.add(id);
      String group = terms.group(random);
      groups.put(id, group);
      int priority = random.nextInt(2) == 0 ? 4 : random.nextInt(10);
      String due = random.nextInt(8) == 0 ? "" + random.nextInt(1, 300) : "0";
      offers.add(new Offer(id, group, priority, due, terms.cost(costs)));
    }
    if (terms.limited() && random.nextInt(6) == 0) {
      calls.enqueueExpiring(offers.remove(0), random.nextInt(1, 300));
    }
    calls.enqueue(offers);
  }

  private void claim() {
    String session = SESSIONS.get(random.nextInt(SESSIONS.size()));
    calls.open(session);
    List<String> mine = List.copyOf(adopted);
    adopted.clear();
    List<String> types = terms.typed() && random.nextInt(4) == 0 ? List.of("A") : List.<String>of();
    boolean few = types.isEmpty() && random.nextInt(8) == 0;
    long bytes = few ? random.nextInt(30, 200) : PLENTY;
    int max = CLAIMED.get(random.nextInt(CLAIMED.size()));
    Answer answer = calls.claim(session, max, bytes, types, mine);
    if (answer.size() > 2) {
      List<String> given = answer.part(2).texts(0);
      claimed += given.size();
      atMostAsManyRunAsMay(given);
    }
  }

  private void atMostAsManyRunAsMay(List<String> given) {
    Map<String, Long> running = new HashMap<>();
    model.running().keySet().forEach(id -> running.merge(groups.get(id), 1L, Long::sum));
    for (String id : given) {
      String group = groups.get(id);
      long cap = group.isEmpty() ? 0 : rules.get(group).cap();
      if (cap > 0) {
        assertThat(running.get(group)).as("of '%s' run", group).isLessThanOrEqualTo(cap);
      }
    }
  }

  private void settle() {
    Map<String, List<String>> byToken = new LinkedHashMap<>();
    model
        .running()
        .forEach((id, token) -> byToken.computeIfAbsent(token, same -> new ArrayList<>()).add(id));
    if (byToken.isEmpty()) {
      return;
    }
    List<String> tokens = byToken.keySet().stream().sorted().toList();
    String token = tokens.get(random.nextInt(tokens.size()));
    List<String> held = byToken.get(token).stream().sorted().toList();
    List<String> some = held.subList(0, random.nextInt(1, held.size() + 1));
    String outcomes =
        terms.calm() ? "SSSSSLZ" : terms.limited() ? "SSSSSSRRLZBTTCE" : "SSSSSSRRLZB";
    char outcome = outcomes.charAt(random.nextInt(outcomes.length()));
    calls.settle(some, token, outcome, random.nextInt(1, 300));
  }

  private void bulk() {
    if (random.nextBoolean()) {
      calls.run("bulk", "begin", "b" + ++bulks, "redrive", "dead", 0, "", "");
    } else {
      calls.run("bulk", "step", random.nextInt(1, 5));
    }
  }

  private String recent() {
    return ids.isEmpty() ? "none" : ids.get(Math.max(0, ids.size() - 1 - random.nextInt(RECENT)));
  }

  /** Without limits and by claims alone, all that waits begins; then no key of groups is left. */
  private void drain() {
    calls.pause(false);
    calls.rules(Map.of());
    calls.limit(null, null, 0);
    calls.open("s0");
    for (int round = 0; model.unfinished() > 0; round++) {
      assertThat(round).as("rounds until nothing waits").isLessThan(MOST_ROUNDS);
      server.advance(500);
      calls.promote();
      calls.run("expire", 100);
      SESSIONS.subList(1, SESSIONS.size()).forEach(calls::crash);
      calls.reap();
      Answer answer = calls.claim("s0", 64, PLENTY, List.of(), List.of());
      model.check();
      List<String> held = answer.part(2).texts(0);
      if (!held.isEmpty()) {
        calls.settle(held, answer.text(1), 'S', 0);
      }
      Map<String, String> running = model.running();
      running.forEach(
          (id, token) -> {
            if (token.startsWith("s0:")) {
              calls.settle(List.of(id), token, 'S', 0);
            }
          });
    }
    calls.run("sweep", 0, 0, 0, 0, 1000);
    model.check();
    for (String key : KEYS) {
      assertThat(server.command("EXISTS", ScriptText.key(key))).as(key).isEqualTo(0L);
    }
    assertThat(server.command("HEXISTS", ScriptText.key("order"), "v")).isEqualTo(0L);
  }
}
