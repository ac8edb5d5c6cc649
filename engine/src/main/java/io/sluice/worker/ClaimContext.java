package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.store.Note;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.handler.TaskContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A claim as its handler sees it. */
public class ClaimContext<T> implements TaskContext<T> {
  private final Claim claim;
  private final @Nullable T payload;

  public ClaimContext(Claim claim, @Nullable T payload) {
    this.claim = claim;
    this.payload = payload;
  }

  @Override
  public TaskId id() {
    return claim.id();
  }

  @Override
  public QueueName queue() {
    return claim.queue().whole();
  }

  @Override
  public String type() {
    return claim.task().type();
  }

  @Override
  @SuppressWarnings("NullAway") // null only where the type of the payload is Void
  public T payload() {
    return payload;
  }

  @Override
  public int attempt() {
    return claim.attempt();
  }

  @Override
  public int maxAttempts() {
    return claim.task().options().retryOrDefault().maxAttempts();
  }

  @Override
  public int priority() {
    return claim.task().options().priorityOrDefault();
  }

  @Override
  public @Nullable String group() {
    return claim.task().options().group();
  }

  @Override
  public String token() {
    return claim.claimed().token();
  }

  @Override
  public Instant startedAt() {
    return claim.claimed().startedAt();
  }

  @Override
  public Instant deadline() {
    return startedAt().plus(claim.unbegun()).plus(claim.timeout());
  }

  Claim claim() {
    return claim;
  }

  @Override
  public Mono<Void> progress(double fraction, String message) {
    if (!(fraction >= 0 && fraction <= 1)) {
      return Mono.error(
          new IllegalArgumentException("progress must be between 0 and 1, is " + fraction));
    }
    return Mono.defer(() -> claim.keep(new Note.Progress(id(), token(), fraction, message)));
  }

  @Override
  public Mono<Void> log(String line) {
    return Mono.defer(() -> claim.keep(new Note.Line(id(), token(), line)));
  }

  @Override
  public Map<String, String> headers() {
    return claim.task().options().headers();
  }

  @Override
  public void then(String queue, NewTask<?, ?> task) {
    claim.then(List.of(FollowUp.to(queue, task)));
  }

  @Override
  public Mono<Void> cancelled() {
    return claim.interrupted().onErrorComplete();
  }
}
