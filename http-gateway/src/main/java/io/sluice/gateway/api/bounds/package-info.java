/** The bounds of what an endpoint asks of the engine: a time, a page, what its caller may see. */
@NullMarked
package io.sluice.gateway.api.bounds;

import org.jspecify.annotations.NullMarked;
