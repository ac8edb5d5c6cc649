/** Sends the tasks of queues that have a target to it, as HTTP requests. */
@NullMarked
package io.sluice.gateway.push;

import org.jspecify.annotations.NullMarked;
