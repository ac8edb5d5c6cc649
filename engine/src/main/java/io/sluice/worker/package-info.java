/** Demand, claim, run, settle: how a worker lives. */
@NullMarked
package io.sluice.worker;

import org.jspecify.annotations.NullMarked;
