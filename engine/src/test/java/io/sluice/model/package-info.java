/**
 * A simulator of everything that calls the scripts, and of what goes wrong between: one thread, a
 * seed, and the scripts of production on a real Redis under a clock of its own. Each call that ran
 * is judged twice: by the promise, which knows no feature, and by the model of the scripts in
 * {@link io.sluice.spec}.
 */
@NullMarked
package io.sluice.model;

import org.jspecify.annotations.NullMarked;
