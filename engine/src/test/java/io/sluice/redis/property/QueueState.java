package io.sluice.redis.property;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
  final Set<String> ghosts = new HashSet<>();
  final Set<String> landed = new HashSet<>();
  boolean paused;

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
    view.put("paused", paused);
    return view;
  }
}
