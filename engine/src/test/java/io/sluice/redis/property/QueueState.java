package io.sluice.redis.property;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The structures of a queue as plain maps and lists. Times are left out; order stands for them. */
final class QueueState {
  final Map<String, String> tasks = new HashMap<>();
  final List<String> ready = new ArrayList<>();
  final List<String> landing = new ArrayList<>();
  final Map<String, String> running = new HashMap<>();

  /** Whether its expiry is past. */
  final Map<String, Boolean> sessions = new HashMap<>();

  final Set<String> walk = new HashSet<>();
  final Map<String, Failed> attempts = new HashMap<>();

  /** In the order of their times; the value says whether that has come. */
  final Map<String, Boolean> scheduled = new HashMap<>();

  final Map<String, Boolean> retrying = new HashMap<>();

  /** Those whose time has come, in that order. */
  final List<String> due = new ArrayList<>();

  final List<String> dead = new ArrayList<>();
  final List<String> succeeded = new ArrayList<>();
  final List<String> cancelled = new ArrayList<>();
  final List<String> expired = new ArrayList<>();
  final Map<String, Ended> results = new HashMap<>();
  final Map<String, Long> counters = new TreeMap<>();
  final Map<String, String> cancels = new HashMap<>();

  /** Still in a list, to be dropped; whether it was cancelled, not deleted or expired. */
  final Map<String, Boolean> ghosts = new HashMap<>();

  /** What is to begin in time; whether that is past. */
  final Map<String, Boolean> expiries = new HashMap<>();

  /** Those of them that are past, in that order. */
  final List<String> late = new ArrayList<>();

  /** Succeeded with a retention of its own; whether that is past. */
  final Map<String, Boolean> retained = new HashMap<>();

  /** Somebody waits for their ends; whether that is past. */
  final Map<String, Boolean> awaited = new HashMap<>();

  /** Those of them of which it is past, in that order. */
  final List<String> waitedFor = new ArrayList<>();

  /** How an awaited one ended that is not kept: its place and its envelope. */
  final Map<String, List<String>> ends = new HashMap<>();

  final Map<String, Held> once = new HashMap<>();

  /** How far it is, and each line that was logged behind a separator. */
  final Map<String, String> notes = new HashMap<>();

  final Set<String> landed = new HashSet<>();
  boolean paused;
  int mostRunning = Integer.MAX_VALUE;

  void count(String counter, long more) {
    if (more != 0) {
      counters.merge(counter, more, Long::sum);
    }
  }

  long counted(String counter) {
    return counters.getOrDefault(counter, 0L);
  }

  long unfinished() {
    return (long) ready.size()
        + landing.size()
        - ghosts.size()
        + running.size()
        + scheduled.size()
        + retrying.size();
  }

  /** Those whose time has come, in that order; then the others, whose time is the same. */
  List<String> inOrder(Map<String, Boolean> timed) {
    List<String> order = new ArrayList<>(due.stream().filter(timed::containsKey).toList());
    timed.keySet().stream().filter(id -> !timed.get(id)).sorted().forEach(order::add);
    return order;
  }

  /** Whether it was too late. */
  boolean dropExpiry(String id) {
    late.remove(id);
    return Boolean.TRUE.equals(expiries.remove(id));
  }

  /** Null for what is not a list. */
  @Nullable List<String> listOf(String state) {
    return switch (state) {
      case "ready" -> ready;
      case "succeeded" -> succeeded;
      case "cancelled" -> cancelled;
      case "expired" -> expired;
      default -> null;
    };
  }

  Map<String, Boolean> timed(String state) {
    return switch (state) {
      case "scheduled" -> scheduled;
      case "retrying" -> retrying;
      case "retained" -> retained;
      case "expiries" -> expiries;
      case "awaited" -> awaited;
      default -> throw new IllegalArgumentException(state);
    };
  }

  /** Those of them whose time is past, in that order. */
  List<String> past(String state) {
    return switch (state) {
      case "expiries" -> late;
      case "awaited" -> waitedFor;
      default -> due;
    };
  }

  /** All of it, to be compared with what Redis holds. */
  Map<String, Object> view() {
    Map<String, Object> view = new TreeMap<>();
    view.put("tasks", tasks);
    view.put("ready", ready);
    view.put("landing", landing);
    view.put("running", running);
    view.put("sessions", sessions);
    view.put("walk", walk);
    view.put("attempts", attempts);
    view.put("scheduled", scheduled);
    view.put("retrying", retrying);
    view.put("dead", dead);
    view.put("succeeded", succeeded);
    view.put("cancelled", cancelled);
    view.put("expired", expired);
    view.put("results", results);
    view.put("counters", counters);
    view.put("cancels", cancels);
    view.put("ghosts", ghosts);
    view.put("landed", landed);
    view.put("expiries", expiries);
    view.put("retained", retained);
    view.put("awaited", awaited);
    view.put("ends", ends.keySet());
    view.put("once", once);
    view.put("notes", notes);
    view.put("most running", mostRunning);
    view.put("paused", paused);
    return view;
  }
}
