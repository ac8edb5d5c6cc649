/** Counts what happens. */
@NullMarked
package io.sluice.metrics;

import org.jspecify.annotations.NullMarked;
