/**
 * Whatever is thrown into the steps of the loops: they turn again, and readiness tells the truth.
 */
package io.sluice.liveness;
