/** One loop, written once: passes on a period that no error ends, and the age of the last one. */
@NullMarked
package io.sluice.loop;

import org.jspecify.annotations.NullMarked;
