package io.sluice.worker;

import io.sluice.task.handler.TaskContext;
import org.jspecify.annotations.Nullable;

/** A handler that may block. */
@FunctionalInterface
public interface BlockingCode<T, R> {
  @Nullable R handle(TaskContext<T> context) throws Exception;
}
