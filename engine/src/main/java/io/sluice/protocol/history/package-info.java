/** The verbs of the past: what is recorded of queues, and of a namespace, in steps. */
@NullMarked
package io.sluice.protocol.history;

import org.jspecify.annotations.NullMarked;
