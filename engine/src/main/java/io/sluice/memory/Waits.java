package io.sluice.memory;

import io.sluice.task.TaskId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.MonoSink;

/**
 * Workers that wait at a queue: those that take a task with them, and those that wait for a word.
 */
final class Waits {
  private final Deque<MonoSink<TaskId>> taking = new ArrayDeque<>();
  private final Set<MonoSink<TaskId>> listening = new LinkedHashSet<>();

  void take(MonoSink<TaskId> wait) {
    taking.addLast(wait);
  }

  void listen(MonoSink<TaskId> wait) {
    listening.add(wait);
  }

  boolean anyTakes() {
    return !taking.isEmpty();
  }

  /** To the one that waits longest. */
  void give(TaskId id) {
    taking.removeFirst().success(id);
  }

  void tellAll() {
    List<MonoSink<TaskId>> told = List.copyOf(listening);
    listening.clear();
    told.forEach(MonoSink::success);
  }

  /** Without a task, if it has none yet. */
  void end(MonoSink<TaskId> wait) {
    if (leave(wait)) {
      wait.success();
    }
  }

  /** Whether it still waited. */
  boolean leave(MonoSink<TaskId> wait) {
    return taking.remove(wait) || listening.remove(wait);
  }
}
