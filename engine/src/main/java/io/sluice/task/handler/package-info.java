/** The code of users that runs a task: handlers, their context, interceptors. */
@NullMarked
package io.sluice.task.handler;

import org.jspecify.annotations.NullMarked;
