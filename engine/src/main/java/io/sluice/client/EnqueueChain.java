package io.sluice.client;

import io.sluice.guard.Guarded;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.EnqueueInterceptor;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The interceptors of an engine around an enqueue, the first of them outermost. */
record EnqueueChain(List<EnqueueInterceptor> interceptors) {
  EnqueueChain {
    interceptors = List.copyOf(interceptors);
  }

  boolean isEmpty() {
    return interceptors.isEmpty();
  }

  /**
   * Enqueues within all of them. What they give is theirs; the handle is the one of the enqueue.
   */
  <T, R> Mono<TaskHandle<R>> around(
      QueueName queue, NewTask<T, R> task, Function<NewTask<T, R>, Mono<TaskHandle<R>>> enqueue) {
    if (interceptors.isEmpty()) {
      return enqueue.apply(task);
    }
    return Mono.defer(
        () -> {
          AtomicReference<@Nullable TaskHandle<R>> enqueued = new AtomicReference<>();
          return step(0, queue, task, last -> enqueue.apply(last).doOnNext(enqueued::set))
              .then(Mono.fromSupplier(enqueued::get))
              .switchIfEmpty(Mono.error(EnqueueChain::nothingEnqueued));
        });
  }

  private <T, R> Mono<?> step(
      int index, QueueName queue, NewTask<T, R> task, Function<NewTask<T, R>, Mono<?>> enqueue) {
    return index == interceptors.size()
        ? enqueue.apply(task)
        : Guarded.<Object>step(
            () ->
                interceptors
                    .get(index)
                    .around(
                        queue,
                        task,
                        headers -> step(index + 1, queue, task.headers(headers), enqueue)));
  }

  private static IllegalStateException nothingEnqueued() {
    return new IllegalStateException("an interceptor ended without having enqueued the task");
  }
}
