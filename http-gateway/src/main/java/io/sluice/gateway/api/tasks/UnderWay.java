package io.sluice.gateway.api.tasks;

import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.task.QueueName;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The requests with a key that this server is answering; no more than it has connections. */
final class UnderWay {
  private record Held(QueueName queue, IdempotencyKey key) {}

  private final Set<Held> held = ConcurrentHashMap.newKeySet();

  /** This answer, or {@code idempotency_in_progress} while another with the key is under way. */
  <T> Mono<T> only(QueueName queue, @Nullable IdempotencyKey key, Mono<T> answer) {
    if (key == null) {
      return answer;
    }
    return Mono.defer(
        () -> {
          Held mine = new Held(queue, key);
          return held.add(mine)
              // Before the answer leaves: whoever has it may send the next request.
              ? answer.doOnTerminate(() -> held.remove(mine)).doOnCancel(() -> held.remove(mine))
              : Mono.error(
                  Problem.of(
                          ProblemCode.IDEMPOTENCY_IN_PROGRESS,
                          "the first request with this Idempotency-Key is still in progress")
                      .asException());
        });
  }
}
