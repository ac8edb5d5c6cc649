package io.sluice.gateway.json;

import io.sluice.gateway.problem.FieldErrors;
import io.sluice.gateway.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * One object of an array, as far as it could be read.
 *
 * @param errors about its fields, with whole pointers
 * @param refused why it was not read to its end, or null
 * @param <T> where its values are
 */
public record Item<T>(T target, String pointer, FieldErrors errors, @Nullable Problem refused) {}
