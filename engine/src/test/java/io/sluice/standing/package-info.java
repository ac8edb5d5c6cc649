/** A simulation of sessions that stand, by the scripts of production on a real Redis. */
@NullMarked
package io.sluice.standing;

import org.jspecify.annotations.NullMarked;
