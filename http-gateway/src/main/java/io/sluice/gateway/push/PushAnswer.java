package io.sluice.gateway.push;

import org.jspecify.annotations.Nullable;

/**
 * What a target answered.
 *
 * @param body as much of it as is kept
 * @param isCut whether there was more
 * @param retryAfter the header of that name
 * @param date likewise
 */
record PushAnswer(
    int status, byte[] body, boolean isCut, @Nullable String retryAfter, @Nullable String date) {}
