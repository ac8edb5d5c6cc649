/** The engine's front door: connect, enqueue, run workers, watch. The only place that wires. */
@NullMarked
package io.sluice;

import org.jspecify.annotations.NullMarked;
