/**
 * Batches in the simulator of letters and of tasks that follow each other: their actors, judges and
 * mutants.
 */
@NullMarked
package io.sluice.letters.batch;

import org.jspecify.annotations.NullMarked;
