package io.sluice.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The state of a queue as Redis holds it, key by key. */
final class StateView {
  private final QueueState queue;

  StateView(QueueState queue) {
    this.queue = queue;
  }

  /** All of it, as Redis writes it. */
  Map<String, Object> view() {
    Map<String, Object> view = new TreeMap<>();
    view.put("tasks", queue.tasks);
    view.put("ready", queue.ready);
    view.put("aside", queue.aside);
    Map<String, List<String>> byUrgency = new TreeMap<>();
    queue.levels.forEach((urgency, ids) -> byUrgency.put("" + urgency, ids));
    view.put("levels", byUrgency);
    view.put("landing", queue.landing);
    view.put("running", withSpots(queue.running));
    view.put("sessions", queue.sessions.view());
    view.put("walk", queue.walk);
    view.put("attempts", texts(queue.attempts, Failed::stored));
    view.put("scheduled", queue.scheduled.view());
    view.put("retrying", queue.retrying.view());
    view.put("dead", queue.dead.view());
    view.put("succeeded", queue.succeeded);
    view.put("cancelled", queue.cancelled);
    view.put("expired", queue.expired);
    view.put("results", texts(queue.results, Ended::stored));
    view.put("counters", texts(queue.counters, String::valueOf));
    view.put("cancels", queue.cancels);
    view.put("ghosts", queue.ghosts);
    view.put("landed", texts(queue.landed, String::valueOf));
    view.put("expiries", queue.expiries.view());
    view.put("retained", queue.retained.view());
    view.put("awaited", queue.awaited.view());
    view.put("ends", queue.ends.keySet());
    view.put("once", texts(queue.once, Once.Held::stored));
    view.put("behind", behindBothWays());
    view.put("notes", queue.notes);
    view.put("settings", queue.settings);
    view.put(
        "lane",
        queue.fair.lane.stream().collect(Collectors.toMap(member -> member, member -> 0.0)));
    view.put("place", places());
    view.put("later", texts(queue.later(), String::valueOf));
    view.put("costs", costs());
    view.put("inflight", texts(queue.byGroup(queue.running.keySet()), String::valueOf));
    return view;
  }

  /** Of tasks that have not ended and take more than one token. */
  private Map<String, String> costs() {
    Map<String, String> costs = new HashMap<>();
    queue.tasks.keySet().forEach(id -> costs.put(id, "" + queue.costOf(id)));
    costs.values().removeIf("1"::equals);
    return costs;
  }

  /** The spots of tasks that are put off or dead. */
  private Map<String, String> places() {
    List<String> ids = new ArrayList<>(queue.scheduled.view().keySet());
    ids.addAll(queue.retrying.view().keySet());
    ids.addAll(queue.dead.view().keySet());
    Map<String, String> places = new HashMap<>();
    ids.forEach(id -> places.put(id, queue.spotOf(id)));
    places.values().removeIf(String::isEmpty);
    return places;
  }

  private Map<String, String> withSpots(Map<String, String> tokens) {
    Map<String, String> all = new HashMap<>(tokens);
    all.replaceAll(
        (id, token) -> queue.spotOf(id).isEmpty() ? token : token + " " + queue.spotOf(id));
    return all;
  }

  private Map<String, String> behindBothWays() {
    Map<String, String> both = new HashMap<>();
    queue.behind.forEach(
        (runs, waits) -> {
          both.put("<" + runs, waits.id());
          both.put(">" + waits.id(), waits.stored(runs));
        });
    return both;
  }

  private static <T> Map<String, String> texts(Map<String, T> records, Function<T, String> text) {
    return records.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> text.apply(each.getValue())));
  }
}
