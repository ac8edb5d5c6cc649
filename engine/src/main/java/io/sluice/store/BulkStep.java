package io.sluice.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one step of the bulk actions of a queue did.
 *
 * @param next how long until there is more to do; null when there is none
 */
public record BulkStep(int processed, @Nullable Duration next) {}
