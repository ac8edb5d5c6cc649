package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.task.SluiceException;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Within how long a task that was just enqueued is expected to start, provided that a worker runs
 * its type. It is asked for by a second call, and only of new tasks with a group: the others are
 * answered without a look at Redis.
 */
final class ExpectedStart {
  private final Sluice sluice;

  ExpectedStart(Sluice sluice) {
    this.sluice = sluice;
  }

  /** The answer to an enqueue; what cannot be known, or asked in time, is left out. */
  Mono<Answer> answer(TaskHandle<?> handle, TaskView enqueued) {
    if (enqueued.options().group() == null || handle.earlier() != TaskHandle.Earlier.NO) {
      return Mono.just(answer(handle, enqueued, null));
    }
    return within(handle)
        .map(length -> answer(handle, enqueued, length))
        .defaultIfEmpty(answer(handle, enqueued, null));
  }

  private static Answer answer(
      TaskHandle<?> handle, TaskView enqueued, @Nullable Duration startsWithin) {
    Confirmation confirmation = handle.confirmation();
    return TaskJson.answer(Confirmed.status(confirmation), enqueued, confirmation, startsWithin);
  }

  private Mono<Duration> within(TaskHandle<?> handle) {
    return EngineCall.bounded(sluice.tasks().explain(handle.queue().value(), handle.id().value()))
        .flatMap(why -> Mono.justOrEmpty(Optional.ofNullable(why.expectedTurn())))
        .map(start -> until(start, handle.createdAt()))
        .onErrorResume(SluiceException.class, unknown -> Mono.empty());
  }

  private static Duration until(Instant start, Instant created) {
    Duration length = Duration.between(created, start);
    return length.isNegative() ? Duration.ZERO : length;
  }
}
