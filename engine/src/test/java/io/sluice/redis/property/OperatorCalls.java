package io.sluice.redis.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.redis.ScriptCalls;
import io.sluice.store.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What an operator does to both queues: acts on one task and on many, and lists. */
final class OperatorCalls {
  private static final Call NO_LANE = new Call("p", "none", 0);
  private static final int ALL = 1_000;

  /** No page is cut for its bytes. */
  private static final int LARGE = 1_000_000;

  /** Most of the latest tasks have not ended. */
  private static final int RECENT = 15;

  private static final List<String> ACTS =
      List.of("run_now", "retry", "retry", "reschedule", "delete", "delete");
  private static final List<String> PURGED =
      List.of("ready", "scheduled", "retrying", "dead", "succeeded", "cancelled", "expired");

  private final ScriptCalls calls;
  private final QueueModel model;
  private final QueueState queue;
  private final List<String> known;
  private int begun;

  /**
   * @param known ids that were given to a task
   */
  OperatorCalls(ScriptCalls calls, QueueModel model, List<String> known) {
    this.calls = calls;
    this.model = model;
    this.queue = model.queue;
    this.known = known;
  }

  void act(Step step) {
    List<String> recent = known.subList(Math.max(0, known.size() - RECENT), known.size());
    List<String> among = step.variety() % 2 == 0 && !queue.dead.isEmpty() ? queue.dead : recent;
    String id = among.isEmpty() ? "unknown" : among.get(step.pick() % among.size());
    String what = ACTS.get(step.size() % ACTS.size());
    boolean future = step.variety() % 3 == 0;
    assertThat(texts(calls.run("act", NO_LANE, what, id, future ? Observed.FAR : 1)))
        .as("%s of %s", what, id)
        .isEqualTo(model.acts.act(what, id, future));
  }

  /** Begins one, or the last one again; or stops it. */
  void begin(Step step) {
    boolean stops = step.variety() % 7 == 0;
    begun += stops || step.again() == Step.Again.SAME ? 0 : 1;
    String id = "b" + begun;
    boolean redrives = step.variety() % 4 != 1;
    String action = redrives ? "redrive" : "purge";
    String from = redrives ? "dead" : PURGED.get(step.pick() % PURGED.size());
    String error = redrives ? List.of("", "T", "U", "T", "U").get(step.size() % 5) : "";
    List<String> told =
        stops
            ? texts(calls.run("bulk", NO_LANE, "abort", id))
            : texts(calls.run("bulk", NO_LANE, "begin", id, action, from, 0, "", error));
    String record = stops ? model.bulks.abort(id) : model.bulks.begin(id, action, from, error);
    assertThat(told.get(0)).isEqualTo(record.isEmpty() ? "unknown" : "ok");
    if (!record.isEmpty()) {
      assertThat(told.get(1).replaceAll(" \\d+$", "")).isEqualTo(record);
    }
  }

  void step(Step step) {
    int limit = 1 + step.size() % 4;
    assertThat(new ArrayList<Object>(calls.run("bulk", NO_LANE, "step", limit)))
        .isEqualTo(model.bulks.step(limit));
  }

  /** All pages of a state, one after the other. */
  void list(Step step) {
    for (String state : PURGED) {
      List<String> all = new ArrayList<>();
      String cursor = "";
      do {
        List<String> page =
            texts(calls.run("list", NO_LANE, state, cursor, 1 + step.size() % 4, LARGE));
        cursor = page.get(0);
        all.addAll(page.subList(2, page.size()));
      } while (!cursor.isEmpty());
      assertThat(all).as(state).isEqualTo(newestFirst(state));
    }
    List<String> running = texts(calls.run("list", NO_LANE, "running", "", ALL, LARGE));
    assertThat(running.subList(2, running.size()))
        .containsExactlyInAnyOrderElementsOf(queue.running.keySet());
  }

  private List<String> newestFirst(String state) {
    List<String> list = state.equals("dead") ? queue.dead : queue.listOf(state);
    List<String> order = new ArrayList<>(list == null ? queue.inOrder(queue.timed(state)) : list);
    Collections.reverse(order);
    if (state.equals("ready")) {
      order.removeIf(queue.ghosts::containsKey);
    }
    return order;
  }

  private static List<String> texts(List<?> parts) {
    return parts.stream()
        .map(part -> part instanceof byte[] bytes ? Observed.text(bytes) : String.valueOf(part))
        .toList();
  }
}
