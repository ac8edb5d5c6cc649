/** What a reader of tasks, queues and workers gets: views, counts, pages. */
@NullMarked
package io.sluice.task.view;

import org.jspecify.annotations.NullMarked;
