package io.sluice.standing;

import io.sluice.script.ScriptText;
import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import io.sluice.spec.Server;
import io.sluice.testing.RedisLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Redis, the wire to it, and what may be said of tasks at any time. The wire loses calls and
 * answers, keeps copies that arrive later, and does the same to what sessions are told.
 */
final class StandingWorld {
  private static final String GIFTS = ScriptText.key("gifts") + ":";
  private static final double NOT_SENT = 0.03;
  private static final double LATE = 0.05;
  private static final double REPLY_LOST = 0.06;
  private static final double MESSAGE_LOST = 0.15;
  private static final double MESSAGE_LATE = 0.2;
  private static final double MESSAGE_TWICE = 0.1;
  private static final int LATEST_STEPS = 400;

  final Random dice;
  final Server server;
  private final RedisLine listener;
  private final long seed;
  private final Map<String, StandingWorker> listening = new HashMap<>();
  private final List<Later> later = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Set<String> accepted = new HashSet<>();
  private final Set<String> succeeded = new HashSet<>();
  private final Set<String> begun = new HashSet<>();
  private boolean calm;
  private boolean restricted;
  private int step;

  private record Later(int arrives, Runnable what) {}

  /** A rule is broken. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
      super(message);
    }
  }

  StandingWorld(Server server, RedisLine listener, long seed) {
    this.server = server;
    this.listener = listener;
    this.seed = seed;
    this.dice = new Random(seed);
  }

  boolean chance(double probability) {
    return dice.nextDouble() < probability;
  }

  void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  Map<String, Integer> counts() {
    return counts;
  }

  Violation violation(String what) {
    return new Violation("seed " + seed + ", step " + step + ": " + what);
  }

  /** Nothing goes wrong any more; what is under way arrives. */
  void calmDown() {
    calm = true;
    List<Later> all = List.copyOf(later);
    later.clear();
    all.forEach(one -> one.what.run());
  }

  void pass(int mostMs) {
    step++;
    server.advance(dice.nextInt(mostMs));
    List<Later> due = later.stream().filter(one -> one.arrives <= step).toList();
    later.removeAll(due);
    due.forEach(one -> one.what.run());
  }

  /** Null when no answer comes, whatever happened to the call. */
  @Nullable Answer send(Call call) {
    if (!calm && chance(NOT_SENT)) {
      return null;
    }
    if (!calm && chance(LATE)) {
      count("late " + call.verb());
      later.add(new Later(step + 1 + dice.nextInt(LATEST_STEPS), () -> execute(call)));
      return null;
    }
    Answer answer = execute(call);
    if (!calm && chance(REPLY_LOST)) {
      count("reply lost of " + call.verb());
      return null;
    }
    return answer;
  }

  Answer surely(String verb, Object... args) {
    return execute(new Call(verb, null, texts(args)));
  }

  static List<String> texts(Object... args) {
    List<String> all = new ArrayList<>();
    for (Object arg : args) {
      all.add(String.valueOf(arg));
    }
    return all;
  }

  private Answer execute(Call call) {
    boolean waits = call.verb().equals("offer") && anyWaits();
    Answer answer = server.run(call);
    if (answer == null) {
      throw new AssertionError("Redis is full");
    }
    if (call.verb().equals("offer") && answer.is("ok")) {
      offered(call, waits);
    } else if (call.verb().equals("enqueue") && answer.is("ok")) {
      accepted.addAll(CallIds.enqueued(call));
    } else if (call.verb().equals("stand") && answer.is("ok")) {
      ended(call.args().get(5));
    } else if (call.verb().equals("settle") && answer.is("ok")) {
      CallIds.succeeded(call, answer.numbers(1)).forEach(this::ended);
    } else if (call.verb().equals("exchange") && answer.is("ok")) {
      CallIds.succeeded(call, answer.part(1).numbers(0)).forEach(this::ended);
      exchanged(call, answer);
    }
    hear();
    return answer;
  }

  private boolean anyWaits() {
    return !server.members("LRANGE", "ready", "0", "0").isEmpty();
  }

  private void offered(Call call, boolean waits) {
    String id = call.args().get(3);
    accepted.add(id);
    Object token = server.command("HGET", ScriptText.key("running"), id);
    if (token == null) {
      return;
    }
    count("given");
    String session = token.toString().substring(0, token.toString().indexOf(':'));
    if (restricted || waits) {
      throw violation(id + " is given past a pause, a limit or others: " + token);
    }
    if (!isLive(session) || !listening.containsKey(session)) {
      throw violation(id + " is given to who cannot hear of it: " + token);
    }
  }

  boolean isLive(String session) {
    return server.command("ZSCORE", ScriptText.key("sessions"), session) != null;
  }

  private void exchanged(Call call, Answer answer) {
    List<String> given = answer.part(4).texts(0);
    if (restricted && !given.isEmpty()) {
      throw violation(given + " are given past a pause or a limit by " + call);
    }
  }

  private void ended(String id) {
    if (!succeeded.add(id)) {
      throw violation(id + " succeeds twice");
    }
  }

  void begins(String id, String token) {
    if (!begun.add(id + " " + token)) {
      throw violation(id + " begins twice under " + token);
    }
    if (succeeded.contains(id) && isLive(token.substring(0, token.indexOf(':')))) {
      throw violation(id + " begins after its end under " + token);
    }
  }

  /** A queue that is paused or limited gives nothing to who stands. */
  void restrict(String name, String value) {
    restricted = !value.isEmpty();
    surely("configure", name, value);
  }

  void listen(StandingWorker worker, String session) {
    listening.put(session, worker);
    listener.send(List.of("SUBSCRIBE", GIFTS + session));
    hear();
  }

  void leave(String session) {
    listening.remove(session);
    listener.send(List.of("UNSUBSCRIBE", GIFTS + session));
    hear();
  }

  private void hear() {
    listener.send(List.of("PING"));
    for (Object next = listener.hear(); next != null && !isPong(next); next = listener.hear()) {
      List<?> message = (List<?>) next;
      if ("message".equals(message.get(0))) {
        told(message.get(1).toString().substring(GIFTS.length()), message.get(2).toString());
      }
    }
  }

  private static boolean isPong(Object heard) {
    return "PONG".equals(heard) || heard instanceof List<?> all && "pong".equals(all.get(0));
  }

  private void told(String session, String message) {
    if (!calm && chance(MESSAGE_LOST)) {
      count("message lost");
      return;
    }
    int times = !calm && chance(MESSAGE_TWICE) ? 2 : 1;
    for (int i = 0; i < times; i++) {
      Runnable tell =
          () -> {
            StandingWorker worker = listening.get(session);
            if (worker != null) {
              worker.told(session, message);
            }
          };
      if (!calm && chance(MESSAGE_LATE)) {
        count("message late");
        later.add(new Later(step + 1 + dice.nextInt(LATEST_STEPS), tell));
      } else {
        tell.run();
      }
    }
  }

  void check(String session, int slots) {
    Answer running = Answer.of(server.command("HVALS", ScriptText.key("running")));
    long theirs =
        running.texts(0).stream().filter(token -> token.startsWith(session + ":")).count();
    if (theirs > slots) {
      throw violation(session + " runs " + theirs + " in " + slots + " slots");
    }
  }

  /** How many tasks were accepted and have not ended. */
  int unfinished() {
    return accepted.size() - succeeded.size();
  }

  boolean allHaveEnded() {
    return succeeded.containsAll(accepted);
  }

  void checkEnd(Set<String> live) {
    accepted.removeAll(succeeded);
    if (!accepted.isEmpty()) {
      throw violation(accepted + " never end");
    }
    for (String key : List.of("running", "gifts")) {
      Set<String> left = new HashSet<>(server.members("HKEYS", key));
      left.removeAll(live);
      if (!left.isEmpty()) {
        throw violation(key + " keeps " + left);
      }
    }
  }
}
