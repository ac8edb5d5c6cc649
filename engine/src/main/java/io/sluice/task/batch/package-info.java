/** Batches: tasks that are counted together, and what their batch tells of them. */
@NullMarked
package io.sluice.task.batch;

import org.jspecify.annotations.NullMarked;
