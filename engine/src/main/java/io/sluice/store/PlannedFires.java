package io.sluice.store;

import io.sluice.schedule.FirePlan;

/** What one node would have a schedule do; it comes to that only if no other node was faster. */
public record PlannedFires(DueSchedules.Due due, FirePlan plan) {}
