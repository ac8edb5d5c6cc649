/** The running server: listens, dispatches, filters, stops in good order. */
@NullMarked
package io.sluice.gateway.server;

import org.jspecify.annotations.NullMarked;
