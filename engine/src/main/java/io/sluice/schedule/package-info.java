/** When recurring tasks fire: values and arithmetic of time, without Redis and without a clock. */
@NullMarked
package io.sluice.schedule;

import org.jspecify.annotations.NullMarked;
