/**
 * The rules of fair share, priority and limits, written as one choice at a time in exact numbers.
 * It knows nothing of scripts, so that a script and this text can only agree by being right.
 */
@NullMarked
package io.sluice.spec.fair;

import org.jspecify.annotations.NullMarked;
