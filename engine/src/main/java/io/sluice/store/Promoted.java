package io.sluice.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a promote moved.
 *
 * @param next how long until the next task is due, or null when none waits
 * @param expiring something was to begin before now
 */
public record Promoted(int moved, @Nullable Duration next, boolean expiring) {}
