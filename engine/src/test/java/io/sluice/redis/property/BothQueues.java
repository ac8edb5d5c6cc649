package io.sluice.redis.property;

import static io.sluice.redis.property.Calls.few;
import static io.sluice.redis.property.Calls.words;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import io.sluice.spec.QueueModel;
import io.sluice.spec.Server;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A queue in Redis and its model, led through the same calls, and compared after each. */
final class BothQueues {
  private static final List<String> SESSIONS = List.of("s.A_-", "7", "Zz");
  private static final String ENQUEUES = "p/e0";
  private static final String ASKS = "p/o0";
  private static final String SETTLES = "p/s0";
  private static final int CAP = 3;
  private static final int DEAD_CAP = 2;
  private static final int MAX_CRASHES = 4;
  private static final int FULL = 6;
  private static final long LIFE_MS = 3_600_000;
  private static final long EXPIRED_MS = -10_000;
  private static final long NEVER_MS = 1_000_000_000;
  private static final long SPREAD_MS = 1000;

  /** How far the clock goes, and with it how long anything is to last. */
  static final List<Long> TIMES_MS = List.of(1L, 400L, 2500L, 70_000L);

  /** Another first byte would say that the task has a group or a priority. */
  private static final String VERSION = "\1";

  /** No answer is cut for its bytes. */
  private static final long LARGE = 1_000_000;

  private static final String POISON = "P\npoison";

  private final Server server;
  private final QueueModel model;
  private final int cap;
  private final Ids ids = new Ids();
  private final List<Given> given = new ArrayList<>();
  private final Calls calls;
  private final OperatorCalls operator;

  private record Given(String id, String token) {}

  /** On a Redis that is empty. */
  BothQueues(Server server, boolean keepsResults) {
    this.server = server;
    this.model = new QueueModel(server);
    this.calls = new Calls(server, model);
    this.operator = new OperatorCalls(server, model, calls, ids);
    this.cap = keepsResults ? CAP : 0;
  }

  void take(Step step) {
    server.advance(step.variety() % 2);
    switch (step.kind()) {
      case ENQUEUE -> enqueue(step);
      case OPEN -> calls.run("open", session(step), LIFE_MS);
      case EXTEND -> calls.run("extend", session(step), LIFE_MS, 0, 1_000);
      case EXPIRE -> calls.run("extend", session(step), EXPIRED_MS, 0, 1_000);
      case CLOSE -> calls.run("close", session(step));
      case CLAIM -> claim(step);
      case SETTLE -> settle(step);
      case PROMOTE -> calls.run("promote", few(step));
      case REAP -> reap(step);
      case SWEEP -> sweep(step);
      case CANCEL -> operator.cancel(step, cap);
      case FIND -> find();
      case AWAIT -> await(step);
      case HELD -> calls.run("held", session(step), 0, 1_000);
      case SURVEY -> operator.survey();
      case REPAIR -> operator.repair();
      case PARK -> calls.hold(new Call(Call.BLMOVE, null, List.of()));
      case SUSPECT -> model.makeSuspects(few(step));
      case PAUSE -> operator.pause(step);
      case LIMIT ->
          calls.run("configure", "max_concurrency", step.variety() % 3 != 0 ? "" : few(step));
      case ONCE -> once(step);
      case ACT -> operator.act(step);
      case BEGIN -> operator.begin(step);
      case STEP -> calls.run("bulk", "step", few(step));
      case LATE -> calls.run("expire", few(step));
      case NOTE -> note(step);
      case LIST -> operator.list(step);
      case TIME -> server.advance(TIMES_MS.get(step.size() % TIMES_MS.size()));
    }
    calls.run("stats");
    calls.run("audit");
    model.check();
    model.checkNewest(UniqueTerms.KEPT_LAST);
  }

  // Calls.

  private void enqueue(Step step) {
    RandomGenerator random = choices(step);
    List<String> fresh = new ArrayList<>();
    List<String> checked = new ArrayList<>();
    for (int i = 0; i <= step.size() % 4; i++) {
      String envelope = VERSION + text(random, 40);
      if (random.nextBoolean()) {
        fresh.addAll(List.of(ids.next(random), envelope));
      } else {
        checked.addAll(List.of(id(random, 2), envelope, due(random)));
      }
    }
    List<String> args = words(maxBacklog(step), fresh.size() / 2);
    args.addAll(fresh);
    args.addAll(checked);
    calls.send("enqueue", ENQUEUES, 0, step, args);
  }

  private void once(Step step) {
    RandomGenerator random = choices(step);
    List<String> args = words(maxBacklog(step), cap);
    for (int i = 0; i <= step.size() % 4; i++) {
      UniqueTerms unique = UniqueTerms.any(random, model.keysThatRun());
      boolean asked = random.nextInt(3) == 0;
      args.addAll(
          words(
              id(random, 3),
              unique.envelope(random.nextInt()),
              unique.isDebounced() ? "0" : due(random),
              7,
              random.nextBoolean() ? duration(random) : "",
              unique.key(),
              unique.hasWindow() ? duration(random) : 0,
              unique.onConflict(),
              asked ? "i" + random.nextInt(2) : "",
              duration(random),
              asked ? "print " + random.nextInt(2) : ""));
    }
    calls.send("enqueue_once", ASKS, 0, step, args);
  }

  private void claim(Step step) {
    String session = session(step);
    if (step.variety() % 3 != 0) {
      calls.run("open", session, LIFE_MS);
    }
    List<String> args = words(session, few(step), 1 << 20, 0);
    if (step.variety() % 2 == 0) {
      model.inOrder("landing").stream().limit(1).forEach(args::add);
      args.add("never-landed");
    }
    Answer answer = calls.send("claim", session + "/c", 1, step, args);
    if (answer.size() > 2) {
      answer.part(2).texts(0).forEach(id -> given.add(new Given(id, answer.text(1))));
    }
  }

  private void settle(Step step) {
    RandomGenerator random = choices(step);
    Map<String, Given> distinct = new LinkedHashMap<>();
    List<Given> some = toSettle(random.nextInt(5));
    List<Given> from = some.isEmpty() ? given : some;
    for (int i = 0; i <= step.size() % 5 && !from.isEmpty(); i++) {
      int back = random.nextInt(random.nextBoolean() ? 4 : 20);
      Given one = from.get(Math.max(0, from.size() - 1 - back));
      distinct.put(one.id(), one);
    }
    String token = distinct.values().stream().map(Given::token).findFirst().orElse("none");
    Map<String, Map<String, String>> done = new LinkedHashMap<>(); // by how long they are kept
    List<String> others = new ArrayList<>();
    for (Given one : distinct.values()) {
      if (one.token().equals(token) && random.nextBoolean()) {
        String kept = List.of("", "", " 0", " " + duration(random)).get(random.nextInt(4));
        done.computeIfAbsent(kept, none -> new LinkedHashMap<>()).put(one.id(), text(random, 20));
      } else {
        char outcome = "RRBBBLCEZ".charAt(random.nextInt(9));
        String text = text(random, 20);
        String said = outcome == 'R' || outcome == 'B' ? failure(random, text) : text;
        others.addAll(words(one.id(), one.token(), outcome, duration(random), said));
      }
    }
    List<String> args = words(cap, done.size());
    done.forEach(
        (kept, results) -> {
          int times = 1 + random.nextInt(8) / 7; // the second time all are lost
          args.addAll(words(token, times * results.size() + kept));
          Collections.nCopies(times, results.keySet()).forEach(args::addAll);
          Collections.nCopies(times, results.values()).forEach(args::addAll);
        });
    args.addAll(others);
    calls.send("settle", SETTLES, 0, step, args);
  }

  /** Those that run under another claim by now, those that were asked to stop, or any. */
  private List<Given> toSettle(int which) {
    Map<String, String> running = model.running();
    return switch (which) {
      case 0 ->
          given.stream()
              .filter(one -> !one.token().equals(running.getOrDefault(one.id(), one.token())))
              .toList();
      case 1 -> given.stream().filter(one -> model.isAskedToStop(one.id())).toList();
      case 2 -> given.stream().filter(one -> model.inOrder("followed").contains(one.id())).toList();
      default -> given;
    };
  }

  /** As workers tell it: what it is, then what it says. */
  private static String failure(RandomGenerator random, String said) {
    return (random.nextBoolean() ? "T\n" : "U\n") + said.replace("\36", "");
  }

  private void note(Step step) {
    if (!given.isEmpty()) {
      Given one = given.get(Math.max(0, given.size() - 1 - step.pick() % 6));
      String kind = step.variety() % 2 == 0 ? "P" : "L";
      calls.run("note", one.id(), one.token(), kind, "said " + step.size());
    }
  }

  private void reap(Step step) {
    if (step.size() % 2 == 0 && !model.inOrder("followed").isEmpty()) {
      SESSIONS.forEach(session -> calls.run("extend", session, EXPIRED_MS, 0, 1_000));
    }
    long graceMs = step.variety() % 2 == 0 ? 0 : NEVER_MS;
    calls.run("reap", 1_000, MAX_CRASHES, graceMs, cap, SPREAD_MS, POISON);
  }

  private void sweep(Step step) {
    long age = TIMES_MS.get(step.pick() % TIMES_MS.size());
    long deadAge = TIMES_MS.get(step.size() % TIMES_MS.size());
    calls.run(
        "sweep",
        cap,
        step.variety() % 2 == 0 ? age : 0,
        DEAD_CAP,
        step.variety() % 3 == 0 ? deadAge : 0,
        few(step));
  }

  // Looks.

  private void find() {
    List<String> args = words(LARGE);
    args.addAll(ids.all());
    calls.hold(new Call("find", null, args));
  }

  private void await(Step step) {
    calls.run(
        "await",
        TIMES_MS.get(step.size() % 4),
        LARGE,
        "never",
        ids.any(step.pick()),
        ids.recent(0, 1));
  }

  private static int maxBacklog(Step step) {
    return step.variety() % 4 == 0 ? FULL : 0;
  }

  private String id(RandomGenerator random, int oneIn) {
    return random.nextInt(oneIn) == 0 && !ids.all().isEmpty()
        ? ids.any(random.nextInt(ids.all().size()))
        : ids.next(random);
  }

  private String due(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> "" + duration(random);
      case 1 -> "@" + (server.now() + duration(random));
      case 2 -> "@1";
      default -> "0";
    };
  }

  private static long duration(RandomGenerator random) {
    return TIMES_MS.get(random.nextInt(TIMES_MS.size()));
  }

  private static String text(RandomGenerator random, int mostBytes) {
    byte[] bytes = new byte[random.nextInt(mostBytes)];
    random.nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  /** One that tells small seeds apart: the first choices of {@link java.util.Random} are alike. */
  private static RandomGenerator choices(Step step) {
    return new SplittableRandom(step.pick());
  }

  private static String session(Step step) {
    return SESSIONS.get(step.pick() % SESSIONS.size());
  }
}
