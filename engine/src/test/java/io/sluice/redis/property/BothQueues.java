package io.sluice.redis.property;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScoredValue;
import io.lettuce.core.ZAddArgs;
import io.sluice.redis.ScriptCalls;
import io.sluice.store.Call;
import io.sluice.store.Structure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A queue in Redis and its model, led through the same calls, and compared after each. */
final class BothQueues {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  private static final List<String> SESSIONS = List.of("s.A_-", "7", "Zz");
  private static final Call PRODUCER = new Call("p", "e0", 0);
  private static final Call ASKER = new Call("p", "o0", 0);
  private static final Call SETTLER = new Call("p", "s0", 0);
  private static final int CAP = 3;
  private static final int DEAD_CAP = 2;
  private static final int MAX_CRASHES = 4;
  private static final int FULL = 6;
  private static final long LIFE_MS = 3_600_000;
  private static final long EXPIRED_MS = -10_000;
  private static final long NEVER_MS = 1_000_000_000;

  /** No answer is cut for its bytes. */
  private static final int LARGE = 1_000_000;

  private static final long SPREAD_MS = 1_000_000_000_000L;
  private static final String CRASHED_TWICE = "0 2 ";
  private static final String POISON = "P\npoison";

  private final ScriptCalls calls;
  private final Observed observed;
  private final QueueModel model = new QueueModel();
  private final int cap;
  private final List<String> known = new ArrayList<>();
  private final OperatorCalls operator;
  private final Set<String> used = new HashSet<>();
  private final List<Given> given = new ArrayList<>();
  private final Map<String, Long> sequences = new HashMap<>();
  private final Map<String, Runnable> lastCalls = new HashMap<>();
  private long tick = 1;

  private record Given(String id, String token) {}

  BothQueues(ScriptCalls calls, boolean keepsResults) {
    this.calls = calls;
    this.observed = new Observed(calls);
    this.cap = keepsResults ? CAP : 0;
    this.operator = new OperatorCalls(calls, model, known);
  }

  void take(Step step) {
    switch (step.kind()) {
      case ENQUEUE -> enqueue(step);
      case OPEN ->
          compare(
              text(calls.run("open", PRODUCER, session(step), LIFE_MS)),
              List.of(model.open(session(step))));
      case EXTEND -> extend(session(step), LIFE_MS, false);
      case EXPIRE -> extend(session(step), EXPIRED_MS, true);
      case CLOSE ->
          compare(
              text(calls.run("close", PRODUCER, session(step))),
              List.of(model.close(session(step))));
      case CLAIM -> claim(step);
      case SETTLE -> settle(step);
      case PROMOTE -> promote(1 + step.size() % 4);
      case REAP -> reap(step.variety() % 2 == 0);
      case SWEEP -> sweep(step);
      case CANCEL -> cancel(step);
      case FIND -> find();
      case AWAIT -> await(step);
      case HELD -> held(session(step));
      case SURVEY -> survey();
      case REPAIR -> repair();
      case PARK -> park();
      case SUSPECT -> suspect(1 + step.size() % 4);
      case PAUSE -> pause();
      case LIMIT -> limit(step);
      case ONCE -> once(step);
      case ACT -> operator.act(step);
      case BEGIN -> operator.begin(step);
      case STEP -> operator.step(step);
      case LATE -> expire(1 + step.size() % 4);
      case NOTE -> note(step);
      case LIST -> operator.list(step);
      case TIME -> timePasses(step);
    }
    settleTimes();
    assertThat(observed.state().view()).as("after %s", step).isEqualTo(model.queue.view());
    countsAreEqual();
  }

  // Calls.

  private void enqueue(Step step) {
    List<QueueModel.Item> items = new ArrayList<>();
    RandomGenerator random = choices(step);
    for (int i = 0; i <= step.size() % 4; i++) {
      boolean fresh = random.nextBoolean();
      boolean late = !fresh && random.nextBoolean();
      String id =
          !fresh && random.nextBoolean() && !known.isEmpty()
              ? known.get(random.nextInt(known.size()))
              : newId(random);
      byte[] envelope = new byte[random.nextInt(40)];
      random.nextBytes(envelope);
      items.add(new QueueModel.Item(id, Observed.text(envelope), fresh, late));
    }
    items.sort(Comparator.comparing(item -> !item.fresh()));
    int maxBacklog = step.variety() % 4 == 0 ? FULL : 0;
    send(
        PRODUCER,
        step,
        seq -> {
          List<Object> args =
              new ArrayList<>(
                  List.of(seq, maxBacklog, items.stream().filter(QueueModel.Item::fresh).count()));
          for (QueueModel.Item item : items) {
            args.add(item.id());
            args.add(bytes(item.envelope()));
            if (!item.fresh()) {
              args.add(item.late() ? "@" + Observed.FAR : step.variety() % 2 == 0 ? "0" : "@1");
            }
          }
          compare(
              text(calls.run("enqueue", PRODUCER, args.toArray())),
              model.enqueue("p/e0", seq, maxBacklog, items));
        });
  }

  private void extend(String session, long lifeMs, boolean expires) {
    List<Object> reply = text(calls.run("extend", PRODUCER, session, lifeMs, 0, 1_000));
    if (reply.size() > 1) {
      assertThat(reply.remove(1)).isEqualTo("0");
    }
    assertThat(reply).containsExactlyInAnyOrderElementsOf(model.extend(session, expires));
  }

  private void claim(Step step) {
    String session = session(step);
    Call lane = new Call(session, "c", 0);
    List<String> adopted = new ArrayList<>();
    if (step.variety() % 2 == 0) {
      adopted.addAll(model.queue.landing.stream().limit(1).toList());
      adopted.add("never-landed");
    }
    int max = 1 + step.size() % 4;
    send(
        lane,
        step,
        seq -> {
          List<Object> args = new ArrayList<>(List.of(session, seq, max, 1 << 20, 0));
          args.addAll(adopted);
          long before = observed.now();
          List<Object> reply = calls.run("claim", lane, args.toArray());
          String status = (String) text(reply).get(0);
          if (status.equals("old")) {
            assertThat(reply).hasSize(2);
            assertThat(List.of(status, reply.get(1)))
                .isEqualTo(model.claim(session, seq, max, adopted, ""));
            return;
          }
          String token = reply.size() > 1 ? (String) text(reply).get(1) : "";
          List<Object> expected = model.claim(session, seq, max, adopted, token);
          assertThat(status).isEqualTo(expected.get(0));
          if (reply.size() > 1) {
            assertThat(token).startsWith(session + ":" + seq + ":");
            if (!status.equals("replayed")) {
              assertThat(Long.parseLong(token.substring(token.lastIndexOf(':') + 1)))
                  .isBetween(before, observed.now());
            }
            claimed(reply, token, (List<?>) expected.get(1));
          }
        });
  }

  private void claimed(List<Object> reply, String token, List<?> ids) {
    List<Object> told = text(reply);
    assertThat(told.get(2)).isEqualTo(ids);
    List<?> records = (List<?>) told.get(4);
    for (int i = 0; i < ids.size(); i++) {
      String id = (String) ids.get(i);
      assertThat(((List<?>) told.get(3)).get(i)).isEqualTo(model.queue.tasks.get(id));
      String record = i < records.size() ? (String) records.get(i) : null;
      assertThat(record == null ? null : Failed.parse(record))
          .isEqualTo(
              model.queue.attempts.containsKey(id) ? model.queue.attempts.get(id).brief() : null);
      given.add(new Given(id, token));
    }
  }

  private void settle(Step step) {
    RandomGenerator random = choices(step);
    Map<String, Given> distinct = new LinkedHashMap<>();
    List<Given> from =
        switch (random.nextInt(4)) {
          case 0 -> takenOver();
          case 1 -> askedToStop();
          default -> given;
        };
    for (int i = 0; i <= step.size() % 5 && !from.isEmpty(); i++) {
      Given one =
          from.get(Math.max(0, from.size() - 1 - random.nextInt(random.nextBoolean() ? 4 : 20)));
      distinct.put(one.id(), one);
    }
    Map<String, String> done = new LinkedHashMap<>();
    List<QueueModel.Other> others = new ArrayList<>();
    String token = distinct.values().stream().map(Given::token).findFirst().orElse("none");
    for (Given one : distinct.values()) {
      byte[] text = new byte[random.nextInt(20)];
      random.nextBytes(text);
      if (one.token().equals(token) && random.nextBoolean()) {
        done.put(one.id(), Observed.text(text));
      } else {
        char outcome = "RRBBLCEZKN".charAt(random.nextInt(10));
        boolean failed = outcome == 'R' || outcome == 'B';
        others.add(
            new QueueModel.Other(
                one.id(), one.token(), outcome, failed ? failure(random) : Observed.text(text)));
      }
    }
    send(
        SETTLER,
        step,
        seq -> {
          List<Object> args = new ArrayList<>(List.of(seq, cap, done.isEmpty() ? 0 : 1));
          if (!done.isEmpty()) {
            args.addAll(List.of(token, done.size()));
            args.addAll(done.keySet());
            done.values().forEach(result -> args.add(bytes(result)));
          }
          for (QueueModel.Other other : others) {
            boolean ended = other.outcome() == 'K' || other.outcome() == 'N';
            args.addAll(
                List.of(
                    other.id(),
                    other.token(),
                    ended ? 'S' : other.outcome(),
                    other.outcome() == 'N' ? 0 : NEVER_MS,
                    bytes(other.failure())));
          }
          compare(
              text(calls.run("settle", SETTLER, args.toArray())),
              model.settle("p/s0", seq, cap, token, done, others));
        });
  }

  /** As workers tell it: what it is, then what it says. */
  private static String failure(RandomGenerator random) {
    byte[] said = new byte[random.nextInt(20)];
    random.nextBytes(said);
    return (random.nextBoolean() ? "T\n" : "U\n")
        + Observed.text(said).replace(Failed.SEPARATOR, "");
  }

  private void once(Step step) {
    List<OnceModel.Item> items = new ArrayList<>();
    RandomGenerator random = choices(step);
    for (int i = 0; i <= step.size() % 4; i++) {
      boolean given = random.nextInt(3) == 0 && !known.isEmpty();
      boolean asked = random.nextInt(3) == 0;
      String uniqueKey = random.nextInt(4) > 0 ? "u" + random.nextInt(2) : "";
      boolean window = random.nextInt(3) == 0;
      items.add(
          new OnceModel.Item(
              given ? known.get(random.nextInt(known.size())) : newId(random),
              OnceModel.envelope(uniqueKey, window, random.nextInt()),
              random.nextBoolean(),
              random.nextBoolean(),
              uniqueKey,
              window,
              List.of("reject", "keep", "replace", "replace").get(random.nextInt(4)),
              asked ? "i" + random.nextInt(2) : "",
              asked ? "print " + random.nextInt(2) : ""));
    }
    int maxBacklog = step.variety() % 4 == 0 ? FULL : 0;
    send(
        ASKER,
        step,
        seq -> {
          List<Object> args = new ArrayList<>(List.of(seq, maxBacklog, cap));
          for (OnceModel.Item item : items) {
            args.addAll(
                List.of(
                    item.id(),
                    bytes(item.envelope()),
                    item.late() ? "@" + Observed.FAR : step.variety() % 2 == 0 ? "0" : "@1",
                    OnceModel.CREATED_AT,
                    item.expires() ? NEVER_MS : "",
                    item.uniqueKey(),
                    item.window() ? NEVER_MS : 0,
                    item.onConflict(),
                    item.requestKey(),
                    NEVER_MS,
                    item.fingerprint()));
          }
          compare(
              text(calls.run("enqueue_once", ASKER, args.toArray())),
              model.once.enqueue("p/o0", seq, maxBacklog, cap, items));
        });
  }

  private void expire(int limit) {
    compare(text(calls.run("expire", PRODUCER, limit)), model.expire(limit));
  }

  private void note(Step step) {
    if (given.isEmpty()) {
      return;
    }
    Given one = given.get(Math.max(0, given.size() - 1 - step.pick() % 6));
    char kind = step.variety() % 2 == 0 ? 'P' : 'L';
    String text = "said " + step.size();
    compare(
        text(calls.run("note", PRODUCER, one.id(), one.token(), kind, text)),
        List.of(model.note(one.id(), one.token(), kind, text)));
  }

  private void limit(Step step) {
    boolean any = step.variety() % 3 != 0;
    int most = 1 + step.size() % 4;
    model.queue.mostRunning = any ? Integer.MAX_VALUE : most;
    compare(
        text(calls.run("configure", PRODUCER, "max_concurrency", any ? "" : most)), List.of("ok"));
  }

  /** Claims of tasks that run under another claim by now: those that a fence is for. */
  private List<Given> takenOver() {
    return given.stream()
        .filter(one -> !one.token().equals(model.queue.running.getOrDefault(one.id(), one.token())))
        .toList();
  }

  private List<Given> askedToStop() {
    return given.stream()
        .filter(one -> one.token().equals(model.queue.cancels.get(one.id())))
        .toList();
  }

  private void promote(int limit) {
    List<Object> reply = calls.run("promote", PRODUCER, limit);
    long wait = (Long) reply.get(1);
    compare(
        List.of(reply.get(0), wait < 0 ? "none" : wait == 0 ? "now" : "later", reply.get(2)),
        model.promote(limit));
  }

  private void reap(boolean noGrace) {
    List<String> order = observed.runningInOrder();
    long graceMs = noGrace ? 0 : NEVER_MS;
    compare(
        text(calls.run("reap", PRODUCER, 1_000, MAX_CRASHES, graceMs, cap, SPREAD_MS, POISON)),
        model.reap(MAX_CRASHES, noGrace, cap, POISON, order));
  }

  private void sweep(Step step) {
    boolean aged = step.variety() % 2 == 0;
    boolean deadAged = step.variety() % 3 == 0;
    int limit = 1 + step.size() % 4;
    compare(
        text(
            calls.run(
                "sweep",
                PRODUCER,
                cap,
                aged ? NEVER_MS : 0,
                DEAD_CAP,
                deadAged ? NEVER_MS : 0,
                limit)),
        model.sweep(cap, aged, DEAD_CAP, deadAged, limit));
  }

  private void cancel(Step step) {
    String id = known.isEmpty() ? "unknown" : known.get(step.pick() % known.size());
    List<String> running = model.queue.running.keySet().stream().sorted().toList();
    if (step.variety() % 2 == 0 && !running.isEmpty()) {
      id = running.get(step.pick() % running.size());
    }
    compare(text(calls.run("cancel", PRODUCER, id, cap)), List.of(model.cancel(id, cap)));
  }

  // Looks.

  private void find() {
    if (known.isEmpty()) {
      return;
    }
    List<Object> args = new ArrayList<>(List.of(LARGE));
    args.addAll(known);
    List<Object> reply = text(calls.run("find", PRODUCER, args.toArray()));
    for (int i = 0; i < known.size(); i++) {
      List<?> told = (List<?>) reply.get(i);
      String id = known.get(i);
      List<String> left = model.queue.ends.get(id);
      boolean gone = left != null && !model.queue.tasks.containsKey(id);
      assertThat(told.get(0))
          .as("state of %s", id)
          .isEqualTo(gone ? left.get(0) : model.stateOf(id));
      if (told.size() > 1) {
        assertThat(told.get(2)).isEqualTo(gone ? left.get(1) : model.queue.tasks.get(id));
      }
    }
  }

  private void await(Step step) {
    List<String> ids = new ArrayList<>(List.of("never"));
    if (!known.isEmpty()) {
      ids.add(known.get(step.pick() % known.size()));
      ids.add(known.get(known.size() - 1));
    }
    List<Object> args = new ArrayList<>(List.of(NEVER_MS, LARGE));
    args.addAll(ids);
    List<Object> reply = text(calls.run("await", PRODUCER, args.toArray()));
    compare(reply.stream().map(one -> ((List<?>) one).get(0)).toList(), model.await(ids));
  }

  private void held(String session) {
    List<Object> reply = text(calls.run("held", PRODUCER, session, 0, 1_000));
    Map<Object, Object> told = new HashMap<>();
    for (int i = 1; i < reply.size(); i += 2) {
      told.put(reply.get(i), reply.get(i + 1));
    }
    Map<Object, Object> expected = new HashMap<>(model.queue.running);
    expected.values().removeIf(token -> !((String) token).startsWith(session + ":"));
    assertThat(told).isEqualTo(expected);
  }

  /** Nothing is suspected that is as it should be, once the hints are checked against the lists. */
  private void survey() {
    Set<Object> waiting = new HashSet<>(model.queue.ready);
    waiting.addAll(model.queue.landing);
    Set<Object> ended = new HashSet<>(model.queue.succeeded);
    ended.addAll(model.queue.cancelled);
    ended.addAll(model.queue.expired);
    for (Structure structure : Structure.values()) {
      String name = structure.name().toLowerCase(Locale.ROOT);
      List<Object> told = text(calls.run("survey", PRODUCER, name, "0", 1_000));
      assertThat((List<?>) told.get(3)).as("wrong in %s", name).isEmpty();
      assertThat(waiting).containsAll((List<?>) told.get(4));
      assertThat(ended).containsAll((List<?>) told.get(5));
    }
  }

  private void repair() {
    List<Object> args = new ArrayList<>(List.of("0", "0", 0));
    args.addAll(known);
    compare(text(calls.run("repair", PRODUCER, args.toArray())), List.of());
  }

  private void countsAreEqual() {
    List<Object> stats = new ArrayList<>(text(calls.run("stats", PRODUCER)));
    stats.remove(10); // now
    List<Object> expected = model.stats();
    // What follows are settings and rates, which these calls do not touch.
    assertThat(stats.subList(0, expected.size())).as("stats").isEqualTo(expected);
    assertThat(calls.run("audit", PRODUCER)).as("audit").isEqualTo(model.audit());
  }

  // What happens to a queue without a script.

  private void park() {
    calls
        .commands()
        .lmove(
            observed.key("ready"),
            observed.key("landing"),
            io.lettuce.core.LMoveArgs.Builder.leftRight());
    if (!model.queue.ready.isEmpty()) {
      model.queue.landing.add(model.queue.ready.remove(0));
    }
  }

  /** The next to be claimed have crashed twice: by crashes alone, that would be rare. */
  private void suspect(int count) {
    for (String id : model.queue.ready.stream().limit(count).toList()) {
      if (model.queue.tasks.containsKey(id)) {
        calls.commands().hset(observed.key("attempts"), bytes(id), bytes(CRASHED_TWICE));
        model.queue.attempts.put(id, Failed.parse(CRASHED_TWICE));
      }
    }
  }

  private void pause() {
    model.queue.paused = !model.queue.paused;
    calls
        .commands()
        .hset(observed.key("settings"), bytes("paused"), bytes(model.queue.paused ? "1" : "0"));
  }

  private void timePasses(Step step) {
    for (String key : List.of("scheduled", "retrying", "expiries", "retained", "awaited")) {
      Map<String, Boolean> waiting = model.queue.timed(key);
      List<String> ids = waiting.keySet().stream().filter(id -> !waiting.get(id)).sorted().toList();
      if (!ids.isEmpty()) {
        String id = ids.get(step.pick() % ids.size());
        move(key, id, ++tick);
        waiting.put(id, true);
        model.queue.past(key).add(id);
      }
    }
    ageOneKey(step);
    List<String> ended = model.queue.results.keySet().stream().sorted().toList();
    if (!ended.isEmpty()) {
      String id = ended.get(step.pick() % ended.size());
      String record = Observed.text(calls.commands().hget(observed.key("results"), bytes(id)));
      calls
          .commands()
          .hset(
              observed.key("results"),
              bytes(id),
              bytes(Ended.LONG_AGO + record.substring(record.indexOf(' '))));
      model.queue.results.computeIfPresent(id, (same, end) -> end.aged());
    }
  }

  private void ageOneKey(Step step) {
    List<String> windows =
        model.queue.once.keySet().stream()
            .filter(key -> !model.queue.once.get(key).untilEnded())
            .sorted()
            .toList();
    if (!windows.isEmpty()) {
      String key = windows.get(step.pick() % windows.size());
      Held aged = model.queue.once.get(key).aged();
      model.queue.once.put(key, aged);
      calls.commands().hset(observed.key("once"), bytes(key), bytes(aged.stored(1)));
    }
  }

  /** What a script has dated now, or at random, gets a time whose order is known. */
  private void settleTimes() {
    for (String key : List.of("scheduled", "retrying", "retained", "awaited")) {
      for (ScoredValue<byte[]> each : observed.scores(key)) {
        if (each.getScore() >= Observed.SET_BY_TEST) {
          move(key, Observed.id(each), Observed.FAR);
        }
      }
    }
    List<String> dated = new ArrayList<>();
    for (ScoredValue<byte[]> each : observed.scores("dead")) {
      if (each.getScore() >= Observed.SET_BY_TEST) {
        dated.add(Observed.id(each));
        move("dead", Observed.id(each), ++tick);
      }
    }
    List<String> expected = model.queue.dead;
    expected.subList(Math.max(0, expected.size() - dated.size()), expected.size()).sort(null);
  }

  private void move(String key, String id, long time) {
    calls.commands().zadd(observed.key(key), ZAddArgs.Builder.xx(), (double) time, bytes(id));
  }

  // Numbers of calls.

  private interface Sending {
    void send(long seq);
  }

  /** Under the next number; or the last call once more; or this one under a number of the past. */
  private void send(Call lane, Step step, Sending sending) {
    String name = lane.client() + "/" + lane.lane();
    long last = sequences.getOrDefault(name, 0L);
    @Nullable Runnable lastCall = lastCalls.get(name);
    if (step.again() == Step.Again.SAME && lastCall != null) {
      lastCall.run();
    } else if (step.again() == Step.Again.OLDER && last > 1) {
      sending.send(last - 1);
    } else {
      sequences.put(name, last + 1);
      lastCalls.put(name, () -> sending.send(last + 1));
      sending.send(last + 1);
    }
  }

  private String newId(RandomGenerator random) {
    StringBuilder id = new StringBuilder();
    int length = 1 + (random.nextInt(8) == 0 ? random.nextInt(120) : random.nextInt(4));
    do {
      while (id.length() < length) {
        id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      length++;
    } while (!used.add(id.toString()));
    known.add(id.toString());
    return id.toString();
  }

  /** One that tells small seeds apart: the first choices of {@link java.util.Random} are alike. */
  private static RandomGenerator choices(Step step) {
    return new SplittableRandom(step.pick());
  }

  private static String session(Step step) {
    return SESSIONS.get(step.pick() % SESSIONS.size());
  }

  private static void compare(List<?> told, List<?> expected) {
    assertThat(told).isEqualTo(expected);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static List<Object> text(List<?> parts) {
    List<Object> texts = new ArrayList<>();
    for (Object part : parts) {
      texts.add(
          part instanceof byte[] bytes
              ? Observed.text(bytes)
              : part instanceof List<?> list ? text(list) : part);
    }
    return texts;
  }
}
