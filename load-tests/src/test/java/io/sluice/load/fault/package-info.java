/** How faults are asked for. */
@NullMarked
package io.sluice.load.fault;

import org.jspecify.annotations.NullMarked;
