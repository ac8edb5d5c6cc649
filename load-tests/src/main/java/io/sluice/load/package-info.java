/** The load harness: its main class, and the only place that wires its parts. */
@NullMarked
package io.sluice.load;

import org.jspecify.annotations.NullMarked;
