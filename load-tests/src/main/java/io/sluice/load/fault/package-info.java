/** What goes wrong on purpose: which faults there are, when they come, and how Redis gets its. */
@NullMarked
package io.sluice.load.fault;

import org.jspecify.annotations.NullMarked;
