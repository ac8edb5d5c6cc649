package io.sluice.remote;

import java.time.Duration;
import java.util.List;

/**
 * What a claim gave.
 *
 * @param session who holds it
 * @param expiresIn how long the session lives from now unless it is extended
 */
public record Claimed(String session, Duration expiresIn, List<RemoteTask> tasks) {}
