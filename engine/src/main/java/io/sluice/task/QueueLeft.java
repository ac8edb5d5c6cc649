package io.sluice.task;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is left in a queue that was to be deleted.
 *
 * @param ready tasks of this state, as those that follow
 * @param schedules recurring tasks that are enqueued in it
 * @param letters what is to happen in other queues because of its tasks, and they do not know yet
 * @param batches that were opened in it, or have members in it, and have not ended
 */
public record QueueLeft(
    long ready,
    long scheduled,
    long running,
    long retrying,
    long dead,
    long schedules,
    long letters,
    long batches) {

  /** {@code 3 ready, 1 dead, 2 schedules}; what is not there is left out. */
  @Override
  public String toString() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("ready", ready);
    counts.put("scheduled", scheduled);
    counts.put("running", running);
    counts.put("retrying", retrying);
    counts.put("dead", dead);
    counts.put(schedules == 1 ? "schedule" : "schedules", schedules);
    counts.put(letters == 1 ? "unsent letter" : "unsent letters", letters);
    counts.put(batches == 1 ? "open batch" : "open batches", batches);
    return counts.entrySet().stream()
        .filter(count -> count.getValue() > 0)
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }
}
