/** A run in which workers, Redis and the wire fail, and the judge of what became of each task. */
@NullMarked
package io.sluice.load.chaos;

import org.jspecify.annotations.NullMarked;
