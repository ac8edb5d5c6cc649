/** Batches of tasks over HTTP. */
@NullMarked
package io.sluice.gateway.api.batches;

import org.jspecify.annotations.NullMarked;
