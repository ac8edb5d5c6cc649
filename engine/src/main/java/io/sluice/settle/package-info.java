/** Outcomes on their way to the store, many in a call. */
@NullMarked
package io.sluice.settle;

import org.jspecify.annotations.NullMarked;
