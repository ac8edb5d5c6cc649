/** A task as a caller enqueues it: type, payload, options, conditions. */
@NullMarked
package io.sluice.task.enqueue;

import org.jspecify.annotations.NullMarked;
