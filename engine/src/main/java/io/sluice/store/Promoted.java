package io.sluice.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a promote moved.
 *
 * @param next how long until the next task, or the next batch, is due, or null when none waits
 * @param expiring something was to begin before now
 * @param judging batches are to be judged
 */
public record Promoted(int moved, @Nullable Duration next, boolean expiring, boolean judging) {}
