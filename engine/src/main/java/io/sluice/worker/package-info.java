/** Runs claimed tasks in slots, or delivers them to a receiver, and decides their outcomes. */
@NullMarked
package io.sluice.worker;

import org.jspecify.annotations.NullMarked;
