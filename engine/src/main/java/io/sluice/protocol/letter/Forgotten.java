package io.sluice.protocol.letter;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the source of a line makes of where its target stands.
 *
 * @param next how long until a line of it is due, or null when nothing is written to any
 * @param outOfReach the target has lost more letters than the source keeps
 */
public record Forgotten(@Nullable Duration next, boolean outOfReach) {}
