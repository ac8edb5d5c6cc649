package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is promised, whatever the rules are: every accepted task ends exactly once, no stale token
 * is accepted, the books balance, and a fenced session claims nothing. It shares nothing with the
 * model of the scripts, knows none of their features, and looks where each unfinished task is after
 * each call that ran.
 */
final class Promise {
  private static final String WAITS = "";
  private static final Look NOTHING =
      new Look(List.of(), Map.of(), Set.of(), Set.of(), Set.of(), Map.of());

  private final History history;

  /** Tokens of the unfinished tasks, empty while they wait. */
  private Map<String, String> unfinished = new HashMap<>();

  private final Map<String, Long> livesUntil = new HashMap<>();
  private final Set<String> fenced = new HashSet<>();
  private Look before = NOTHING;
  private long executions;

  Promise(History history) {
    this.history = history;
  }

  /** How many claims gave a task, each of which somebody may have run. */
  long executions() {
    return executions;
  }

  void hear(Call call, Answer answer, Look now) {
    Map<String, String> places = places(now);
    List<Told> told =
        call.verb().equals("settle") && answer.is("ok") ? told(call.args()) : List.of();
    noStaleTokenIsAccepted(told, answer);
    places.forEach((id, token) -> mayBeThere(id, token, call, answer));
    unfinished.forEach((id, token) -> mayHaveLeft(id, token, places.get(id), call, answer, told));
    booksBalance(call, answer, now, places);
    sessions(call, answer, now);
    unfinished = places;
    before = now;
  }

  /** When everything is over: nobody may wait or run any more. */
  void allHaveEnded() {
    unfinished.keySet().forEach(id -> broken(id, "never ends"));
  }

  /** Each unfinished task is in one place. */
  private Map<String, String> places(Look now) {
    Map<String, String> places = new HashMap<>(now.running());
    for (String id : now.waiting()) {
      if (!now.ghosts().contains(id) && places.put(id, WAITS) != null) {
        broken(id, "is in two places");
      }
    }
    return places;
  }

  /** One outcome, told of a task under a token. */
  private record Told(String id, String token) {}

  private static List<Told> told(List<String> args) {
    List<Told> told = new ArrayList<>();
    int at = 3;
    for (int group = Integer.parseInt(args.get(2)); group > 0; group--) {
      int size = Integer.parseInt(args.get(at + 1).split(" ")[0]);
      String token = args.get(at);
      args.subList(at + 2, at + 2 + size).forEach(id -> told.add(new Told(id, token)));
      at += 2 + 2 * size;
    }
    for (; at < args.size(); at += 5) {
      told.add(new Told(args.get(at), args.get(at + 1)));
    }
    return told;
  }

  private void noStaleTokenIsAccepted(List<Told> told, Answer answer) {
    for (int i = 0; i < told.size(); i++) {
      Told one = told.get(i);
      boolean accepted = !answer.numbers(1).contains(i + 1);
      if (accepted != one.token.equals(unfinished.get(one.id))) {
        broken(one.id, accepted ? "took a stale token" : "refused who holds it");
      }
    }
  }

  /** It was there, or starts by this call; it begins to run by this claim only. */
  private void mayBeThere(String id, String token, Call call, Answer answer) {
    String was = unfinished.get(id);
    if (was == null && !token.equals(WAITS)) {
      broken(id, "runs and is no task");
    }
    if (was != null && !token.equals(WAITS) && !token.equals(was)) {
      executions++;
      boolean given =
          call.verb().equals("claim")
              && answer.size() > 2
              && answer.text(1).equals(token)
              && answer.part(2).texts(0).contains(id);
      if (!given || !was.equals(WAITS) || fenced.contains(sessionOf(token))) {
        broken(id, "runs under " + token + " after it was under '" + was + "'");
      }
    }
  }

  /** Who runs it keeps it until he tells its outcome, gives it back or is dead. */
  private void mayHaveLeft(
      String id, String was, @Nullable String is, Call call, Answer answer, List<Told> told) {
    if (was.equals(WAITS) || was.equals(is)) {
      return;
    }
    boolean released =
        switch (call.verb()) {
          case "settle" -> told.contains(new Told(id, was));
          case "shrink" ->
              was.startsWith(call.args().get(0) + ":" + call.args().get(1) + ":")
                  && answer.texts(0).contains(id);
          case "reap" -> !lives(sessionOf(was));
          default -> false;
        };
    if (!released) {
      broken(id, "left " + was + ", which held it");
    }
  }

  /** As many tasks start and end as are counted; what is purged may have ended before. */
  private void booksBalance(Call call, Answer answer, Look now, Map<String, String> places) {
    boolean takes = call.verb().startsWith("enqueue") && answer.is("ok");
    long accepted = more("accepted", now);
    long started = accepted + more("redriven", now);
    long ended =
        more("succeeded", now) + more("cancelled", now) + more("expired", now) + more("dead", now);
    long purged = unfinished.size() + started - ended - places.size();
    long appeared = places.keySet().stream().filter(id -> !unfinished.containsKey(id)).count();
    if (accepted != (takes ? answer.number(1) : 0)
        || appeared > started
        || purged < 0
        || purged > more("purged", now)) {
      throw history.violation(
          "the books do not balance: %d accepted, %d started, %d appeared, %d ended, %d purged of %s"
              .formatted(accepted, started, appeared, ended, purged, now.books()));
    }
  }

  private long more(String counter, Look now) {
    return now.counted(counter) - before.counted(counter);
  }

  private void sessions(Call call, Answer answer, Look now) {
    String session = call.args().isEmpty() ? "" : call.args().get(0);
    switch (call.verb()) {
      case "open", "extend" -> {
        if (answer.is("ok")) {
          livesUntil.put(session, history.now() + Long.parseLong(call.args().get(1)));
          // A late copy may open it anew, once nothing is collected under its name any more.
          if (call.verb().equals("open") && !before.fenced().contains(session)) {
            fenced.remove(session);
          }
        }
      }
      case "close" -> livesUntil.remove(session);
      default -> {
        // Nothing else makes a session live or die.
      }
    }
    if (answer.is("gone") && lives(session)) {
      throw history.violation("session " + session + " was told gone and lives");
    }
    for (String ended : before.live()) {
      if (!now.live().contains(ended)) {
        fenced.add(ended);
        if (lives(ended)) {
          throw history.violation("session " + ended + " was fenced and lives");
        }
      }
    }
    for (String live : now.live()) {
      if (fenced.contains(live)) {
        throw history.violation("session " + live + " was fenced and is live again");
      }
    }
    now.running()
        .forEach(
            (id, token) -> {
              if (!now.live().contains(sessionOf(token))
                  && !now.fenced().contains(sessionOf(token))) {
                broken(id, "runs under a session that nobody will collect");
              }
            });
  }

  private boolean lives(String session) {
    return livesUntil.getOrDefault(session, 0L) > history.now();
  }

  private void broken(String id, String what) {
    throw history.violation("task " + id + " " + what, id);
  }

  private static String sessionOf(String token) {
    return token.substring(0, Math.max(0, token.indexOf(':')));
  }
}
