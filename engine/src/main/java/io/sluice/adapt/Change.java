package io.sluice.adapt;

import io.sluice.event.EngineEvent.ConcurrencyAdapted.Reason;

/** The limit went from one number to another. */
public record Change(int from, int to, Reason reason) {}
