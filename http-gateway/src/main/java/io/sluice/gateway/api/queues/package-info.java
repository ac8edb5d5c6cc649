/** Queues over HTTP: look, list, configure, pause, and act on all tasks of a state. */
@NullMarked
package io.sluice.gateway.api.queues;

import org.jspecify.annotations.NullMarked;
