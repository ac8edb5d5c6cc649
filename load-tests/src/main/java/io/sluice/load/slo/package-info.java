/** What is asked of a run, and whether it held. */
@NullMarked
package io.sluice.load.slo;

import org.jspecify.annotations.NullMarked;
