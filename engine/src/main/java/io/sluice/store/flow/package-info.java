/** Values: what is enqueued when a task has succeeded, as it is kept with the task. */
@NullMarked
package io.sluice.store.flow;

import org.jspecify.annotations.NullMarked;
