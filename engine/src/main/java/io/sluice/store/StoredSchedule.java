package io.sluice.store;

import io.sluice.schedule.Schedule;
import io.sluice.schedule.TaskTemplate;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;

/** A schedule as it is put: when, and what is enqueued where. */
public record StoredSchedule(
    ScheduleName name, QueueName queue, Schedule schedule, TaskTemplate task) {}
