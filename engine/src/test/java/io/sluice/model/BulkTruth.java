package io.sluice.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The acts on many tasks that were begun, and which are under way, in their order. */
final class BulkTruth {
  private final Map<String, Begun> all = new HashMap<>();
  private final List<Begun> underWay = new ArrayList<>();

  /** Of a purge without a type and an error; empty means any. */
  record Plan(String id, String action, String from, int rate, String type, String error) {
    boolean wants(TaskTruth task) {
      return (type.isEmpty() || type.equals(task.type()))
          && (error.isEmpty() || error.equals(task.lastError()));
    }
  }

  record Begun(Plan plan, long at) {}

  void begin(Plan plan, long now) {
    if (!all.containsKey(plan.id())) {
      Begun begun = new Begun(plan, now);
      all.put(plan.id(), begun);
      underWay.add(begun);
    }
  }

  void over(String id) {
    underWay.removeIf(begun -> begun.plan().id().equals(id));
  }

  @Nullable Begun begun(String id) {
    return all.get(id);
  }

  /** The one that the next step is of. */
  @Nullable Begun next() {
    return underWay.isEmpty() ? null : underWay.get(0);
  }

  boolean idle() {
    return underWay.isEmpty();
  }
}
