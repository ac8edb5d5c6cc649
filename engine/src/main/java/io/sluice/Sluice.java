package io.sluice;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineListener;
import io.sluice.event.TaskEvent;
import io.sluice.task.Correlated;
import io.sluice.task.NewTask;
import io.sluice.task.PayloadCodec;
import io.sluice.task.TaskType;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The engine. Thread-safe; one for a whole process is enough. */
public final class Sluice implements AutoCloseable {
  Sluice() {}

  /**
   * Connects with the default settings. Blocks until Redis has answered, for at most 10 s.
   *
   * @throws io.sluice.task.RedisUnavailableException when it does not
   */
  public static Sluice connect(String redisUri) {
    return builder(SluiceConfig.of(redisUri)).connect();
  }

  public static Builder builder(SluiceConfig config) {
    return Stubs.notYet();
  }

  /** What an engine is made of. Not thread-safe. */
  public static final class Builder {
    Builder() {}

    /** In place of JSON. */
    public Builder codec(PayloadCodec value) {
      return Stubs.notYet();
    }

    /** In place of {@link io.sluice.event.EngineLog}. */
    public Builder listener(EngineListener value) {
      return Stubs.notYet();
    }

    /** Connects; blocks until Redis has answered, for at most 10 s. */
    public Sluice connect() {
      return Stubs.notYet();
    }
  }

  public SluiceConfig config() {
    return Stubs.notYet();
  }

  public <T, R> Mono<TaskHandle<R>> enqueue(String queue, NewTask<T, R> task) {
    return Stubs.notYet();
  }

  public <C> Flux<EnqueueResult<C>> enqueueAll(
      String queue, Publisher<? extends Correlated<C>> tasks) {
    return Stubs.notYet();
  }

  public <R> Mono<R> result(TaskHandle<R> task) {
    return Stubs.notYet();
  }

  public WorkerBuilder worker(String queue) {
    return Stubs.notYet();
  }

  public <T, R> Flux<Delivery<T, R>> receive(String queue, TaskType<T, R> type) {
    return Stubs.notYet();
  }

  public Flux<TaskEvent> events(String queue) {
    return Stubs.notYet();
  }

  public Tasks tasks() {
    return Stubs.notYet();
  }

  public Queues queues() {
    return Stubs.notYet();
  }

  public Mono<Health> health() {
    return Stubs.notYet();
  }

  /** Stops the workers, each within the grace, and closes every connection. */
  public Mono<Void> stop(Duration grace) {
    return Stubs.notYet();
  }

  @Override
  public void close() {
    Stubs.notYet();
  }
}
