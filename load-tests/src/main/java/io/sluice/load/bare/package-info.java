/** The floor: what a queue on Redis costs that has no features, for comparison. */
@NullMarked
package io.sluice.load.bare;

import org.jspecify.annotations.NullMarked;
