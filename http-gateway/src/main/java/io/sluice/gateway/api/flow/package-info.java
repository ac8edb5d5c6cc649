/** Computations that are spread over many tasks. */
@NullMarked
package io.sluice.gateway.api.flow;

import org.jspecify.annotations.NullMarked;
