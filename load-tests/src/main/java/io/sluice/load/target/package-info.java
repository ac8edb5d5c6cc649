/** The Redis that a run is aimed at. */
@NullMarked
package io.sluice.load.target;

import org.jspecify.annotations.NullMarked;
