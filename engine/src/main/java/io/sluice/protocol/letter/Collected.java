package io.sluice.protocol.letter;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a look for letters found.
 *
 * @param packet the letters of the line that was due, or null when none was
 * @param next how long until a line is due, or null when nothing is written to any
 */
public record Collected(@Nullable Packet packet, @Nullable Duration next) {}
