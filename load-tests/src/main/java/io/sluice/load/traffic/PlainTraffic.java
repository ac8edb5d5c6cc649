package io.sluice.load.traffic;

import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.NewTask;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * One queue, and a handler that takes a given time.
 *
 * @param handler how long each task runs, without blocking
 * @param durability what each enqueue waits for
 */
public record PlainTraffic(String name, Duration handler, Durability durability)
    implements Traffic {
  /** Whose enqueues wait for nothing more than an answer. */
  public PlainTraffic(String name, Duration handler) {
    this(name, handler, Durability.MEMORY);
  }

  @Override
  public NewTask<byte[], byte[]> task(int sequence, NewTask<byte[], byte[]> plain) {
    return durability == Durability.MEMORY ? plain : plain.durability(durability);
  }

  @Override
  public Mono<Void> work(Journey way, int sequence) {
    return Pause.of(handler);
  }
}
