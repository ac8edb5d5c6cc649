/** Small runs of faults, real processes in them, and a judge that is given broken evidence. */
@NullMarked
package io.sluice.load.chaos;

import org.jspecify.annotations.NullMarked;
