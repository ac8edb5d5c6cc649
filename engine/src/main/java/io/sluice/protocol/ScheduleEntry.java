package io.sluice.protocol;

import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.StoreCorruptedException;

/**
 * Where a schedule is: a member of the index, {@code name queue revision}. A space sorts before all
 * that names hold, so that members are in the order of names.
 */
record ScheduleEntry(ScheduleName name, QueueName queue, String revision) {
  private static final int PARTS = 3;

  String text() {
    return name + " " + queue + " " + revision;
  }

  static ScheduleEntry parse(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != PARTS) {
      throw new StoreCorruptedException("an entry of the schedules cannot be read: " + text, null);
    }
    return new ScheduleEntry(ScheduleName.of(parts[0]), QueueName.of(parts[1]), parts[2]);
  }
}
