/** Events of whole queues over HTTP, as a stream. */
@NullMarked
package io.sluice.gateway.api.events;

import org.jspecify.annotations.NullMarked;
