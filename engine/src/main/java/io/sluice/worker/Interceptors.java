package io.sluice.worker;

import io.sluice.guard.Guarded;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.handler.TaskInterceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The interceptors of a worker around a run, the first of them outermost. Filled before it starts.
 */
final class Interceptors {
  private final List<TaskInterceptor> all = new ArrayList<>();

  void add(TaskInterceptor interceptor) {
    all.add(interceptor);
  }

  Mono<?> around(TaskContext<?> context, Supplier<? extends Mono<?>> run) {
    return all.isEmpty() ? run.get() : step(0, context, run);
  }

  private static Mono<?> given(@Nullable Mono<?> run) {
    return Objects.requireNonNull(run, "an interceptor gave no run, but null");
  }

  private Mono<?> step(int index, TaskContext<?> context, Supplier<? extends Mono<?>> run) {
    return index == all.size()
        ? Guarded.<Object>step(run)
        : Guarded.<Object>step(
            () -> given(all.get(index).around(context, step(index + 1, context, run))));
  }
}
