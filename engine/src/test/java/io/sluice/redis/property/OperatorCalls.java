package io.sluice.redis.property;

import static io.sluice.redis.property.Calls.few;
import static io.sluice.redis.property.Calls.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.Answer;
import io.sluice.spec.QueueModel;
import io.sluice.spec.Server;
import io.sluice.store.Structure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What an operator does to both queues: acts on one task and on many, pauses, and lists. */
final class OperatorCalls {
  /** Most of the latest tasks have not ended. */
  private static final int RECENT = 15;

  private static final List<String> ACTS =
      List.of("run_now", "retry", "retry", "reschedule", "delete", "delete");
  private static final List<String> LISTED =
      List.of("ready", "scheduled", "retrying", "dead", "succeeded", "cancelled", "expired");

  private static final List<String> PURGED =
      List.of(
          "ready",
          "ready",
          "ready",
          "scheduled",
          "retrying",
          "dead",
          "succeeded",
          "cancelled",
          "expired");

  private static final int MANY = 1_000;

  /** No answer is cut for its bytes. */
  private static final long LARGE = 1_000_000;

  private final Server server;
  private final QueueModel model;
  private final Calls calls;
  private final Ids ids;
  private int bulks;
  private boolean paused;

  OperatorCalls(Server server, QueueModel model, Calls calls, Ids ids) {
    this.server = server;
    this.model = model;
    this.calls = calls;
    this.ids = ids;
  }

  void cancel(Step step, int cap) {
    List<String> running = model.inOrder("running").stream().sorted().toList();
    String id =
        step.variety() % 2 == 0 && !running.isEmpty()
            ? running.get(step.pick() % running.size())
            : ids.any(step.pick());
    calls.run("cancel", behindOr(id, step), cap);
  }

  void pause(Step step) {
    paused = !paused;
    String until = step.variety() % 3 == 0 ? "+" + BothQueues.TIMES_MS.get(step.size() % 4) : "";
    calls.run("configure", "paused", paused ? "1" : "", "paused_until", paused ? until : "");
  }

  void act(Step step) {
    List<String> dead = model.inOrder("dead");
    String id =
        step.variety() % 2 == 0 && !dead.isEmpty()
            ? dead.get(step.pick() % dead.size())
            : ids.recent(step.pick(), RECENT);
    long later = step.variety() % 3 == 0 ? BothQueues.TIMES_MS.get(step.pick() % 4) : 0;
    calls.run("act", ACTS.get(step.size() % ACTS.size()), behindOr(id, step), server.now() + later);
  }

  /** Often what waits behind a task that runs, as far as something does. */
  private String behindOr(String id, Step step) {
    List<String> behind = model.inOrder("behind");
    return step.size() % 3 == 0 && !behind.isEmpty() ? behind.get(step.pick() % behind.size()) : id;
  }

  /** Begins one, or the last one again; or stops it. */
  void begin(Step step) {
    if (step.variety() % 7 == 0) {
      calls.run("bulk", "abort", "b" + bulks);
      return;
    }
    bulks += step.again() == Step.Again.SAME ? 0 : 1;
    boolean behind = step.variety() % 2 == 0 && !model.inOrder("behind").isEmpty();
    boolean redrives = step.variety() % 4 != 1 && !behind;
    String waiting = behind ? "scheduled" : PURGED.get(step.pick() % PURGED.size());
    String from = redrives ? "dead" : waiting;
    String error = redrives ? List.of("", "T", "U", "T", "U").get(step.size() % 5) : "";
    calls.run("bulk", "begin", "b" + bulks, redrives ? "redrive" : "purge", from, 0, "", error);
    if (step.size() % 2 == 0 || behind) {
      calls.run("bulk", "step", behind ? MANY : few(step));
    }
  }

  /** All pages of a state, one after the other. */
  void list(Step step) {
    for (String state : LISTED) {
      List<String> all = new ArrayList<>();
      String cursor = "";
      do {
        Answer page = server.read("list", state, cursor, "" + few(step), "" + LARGE);
        cursor = page.text(0);
        all.addAll(page.texts(2));
      } while (!cursor.isEmpty());
      List<String> expected = new ArrayList<>(model.inOrder(state));
      Collections.reverse(expected);
      if (state.equals("ready")) {
        expected.removeAll(model.inOrder("ghosts"));
      }
      assertThat(all).as(state).isEqualTo(expected);
    }
    assertThat(server.read("list", "running", "", "1000", "" + LARGE).texts(2))
        .containsExactlyInAnyOrderElementsOf(model.inOrder("running"));
  }

  /** Nothing is suspected that is as it should be, once the hints are checked against the lists. */
  void survey() {
    Set<String> waiting = new HashSet<>(model.inOrder("ready"));
    waiting.addAll(model.inOrder("landing"));
    Set<String> ended = new HashSet<>(model.inOrder("succeeded"));
    ended.addAll(model.inOrder("cancelled"));
    ended.addAll(model.inOrder("expired"));
    for (Structure structure : Structure.values()) {
      String name = structure.name().toLowerCase(Locale.ROOT);
      Answer told = server.read("survey", name, "0", "1000");
      assertThat(told.part(3).texts(0)).as("wrong in %s", name).isEmpty();
      assertThat(waiting).containsAll(told.part(4).texts(0));
      assertThat(ended).containsAll(told.part(5).texts(0));
    }
  }

  void repair() {
    List<String> args = words(0, 0, 0);
    args.addAll(ids.all());
    assertThat(server.read("repair", args.toArray(String[]::new)).values()).isEmpty();
  }
}
