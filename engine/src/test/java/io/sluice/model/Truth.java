package io.sluice.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is true of all tasks and sessions of a seed, as far as the calls that ran tell it. */
final class Truth {
  private static final int FEW = 5;
  private static final String PURGED_WAITING = "purged while they waited";

  private final History history;
  private final Map<String, TaskTruth> tasks = new LinkedHashMap<>();
  private final Map<String, TaskTruth> running = new LinkedHashMap<>();
  private final Map<String, Long> liveUntil = new HashMap<>();
  private final Map<String, Long> totals = new TreeMap<>();
  private final Deque<String> cancelledLately = new ArrayDeque<>();
  private final List<TaskTruth> expiring = new ArrayList<>();
  private final KeyTruth keys = new KeyTruth();
  private final BulkTruth bulks = new BulkTruth();
  private final Rules rules = new Rules();
  private long executions;

  Truth(History history) {
    this.history = history;
  }

  TaskTruth task(String id) {
    return tasks.computeIfAbsent(id, name -> new TaskTruth(name, history));
  }

  Collection<TaskTruth> tasks() {
    return tasks.values();
  }

  /** By id. */
  Map<String, TaskTruth> running() {
    return running;
  }

  List<TaskTruth> runningIn(String session) {
    return running.values().stream()
        .filter(task -> sessionOf(task.token()).equals(session))
        .toList();
  }

  void began(TaskTruth task) {
    executions++;
    running.put(task.id(), task);
  }

  void left(TaskTruth task) {
    running.remove(task.id());
  }

  void lives(String session, long until) {
    liveUntil.put(session, until);
  }

  void closed(String session) {
    liveUntil.remove(session);
  }

  boolean alive(String session, long now) {
    return liveUntil.getOrDefault(session, 0L) > now;
  }

  void count(String counter, long times) {
    totals.merge(counter, times, Long::sum);
  }

  long total(String counter) {
    return totals.getOrDefault(counter, 0L);
  }

  long unfinished() {
    return total("accepted")
        - total("succeeded")
        - total("cancelled")
        - total("expired")
        - total("dead")
        - total(PURGED_WAITING)
        + total("redriven");
  }

  void cancelWasAsked(String id) {
    cancelledLately.addLast(id);
    if (cancelledLately.size() > FEW) {
      cancelledLately.removeFirst();
    }
  }

  /** Ids that somebody might offer again. */
  List<String> cancelledLately() {
    return List.copyOf(cancelledLately);
  }

  long executions() {
    return executions;
  }

  void delete(TaskTruth task) {
    if (task.unfinished()) {
      count(PURGED_WAITING, 1);
    }
    task.delete();
  }

  void mayExpire(TaskTruth task) {
    expiring.add(task);
  }

  /** Those that were to begin before now, and wait. */
  List<TaskTruth> tooLate(long now) {
    expiring.removeIf(task -> !task.mayExpire());
    return expiring.stream().filter(task -> task.tooLate(now)).distinct().toList();
  }

  KeyTruth keys() {
    return keys;
  }

  BulkTruth bulks() {
    return bulks;
  }

  Rules rules() {
    return rules;
  }

  static String sessionOf(String token) {
    return token.substring(0, Math.max(0, token.indexOf(':')));
  }
}
