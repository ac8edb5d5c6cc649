package io.sluice.store.batch;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the batches of a queue found.
 *
 * @param looked how many parts and batches were due
 * @param next how long until the next is due, or null when none waits
 * @param complete how many batches were found complete
 * @param cancelled how many that were cancelled have ended
 * @param stopping numbers of parts whose members are being cancelled
 */
public record Judged(
    int looked, @Nullable Duration next, int complete, int cancelled, List<String> stopping) {}
