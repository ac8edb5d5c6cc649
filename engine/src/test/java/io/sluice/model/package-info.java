/**
 * A simulator of everything that calls the scripts, and of what goes wrong between: one thread, a
 * seed, the scripts of production on a real Redis under a clock of its own, and a truth kept beside
 * them that judges every answer.
 */
@NullMarked
package io.sluice.model;

import org.jspecify.annotations.NullMarked;
