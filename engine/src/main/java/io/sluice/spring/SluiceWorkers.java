package io.sluice.spring;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.WorkerBuilder;
import io.sluice.task.handler.TaskInterceptor;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;

/**
 * The workers of an application, one for each queue that has handlers. They start when all beans
 * are there. They stop before the web server refuses requests, and the engine goes on: a request
 * that is under way may still enqueue.
 */
final class SluiceWorkers implements SmartLifecycle {
  /** Before the web server's, which is 1,024 below the default. */
  static final int PHASE = DEFAULT_PHASE - 512;

  private static final Logger log = LoggerFactory.getLogger("io.sluice.spring");

  private final Sluice sluice;
  private final SluiceProperties properties;
  private final HandlerMethods methods;
  private final List<TaskInterceptor> interceptors;
  private volatile List<Worker> workers = List.of();
  private volatile boolean running;
  private volatile boolean stopping;

  SluiceWorkers(
      Sluice sluice,
      SluiceProperties properties,
      HandlerMethods methods,
      List<TaskInterceptor> interceptors) {
    this.sluice = sluice;
    this.properties = properties;
    this.methods = methods;
    this.interceptors = interceptors;
  }

  /** Those that run now. */
  List<Worker> workers() {
    return workers;
  }

  /** Whether they stop, or have stopped. */
  boolean isStopping() {
    return stopping;
  }

  @Override
  public void start() {
    List<Worker> started = new ArrayList<>();
    methods.byQueue().forEach((queue, handlers) -> started.add(worker(queue, handlers)));
    workers = List.copyOf(started);
    stopping = false;
    running = true;
  }

  private Worker worker(String queue, List<HandlerMethod> handlers) {
    WorkerBuilder worker = sluice.worker(queue).concurrency(properties.concurrencyOf(queue));
    interceptors.forEach(worker::intercept);
    handlers.forEach(handler -> handler.addTo(worker));
    return worker.start();
  }

  /** Spring calls the other one. */
  @Override
  public void stop() {
    stop(() -> {});
  }

  @Override
  public void stop(Runnable callback) {
    stopping = true;
    Flux.fromIterable(workers)
        .flatMap(worker -> worker.stop(properties.shutdownGrace()), Math.max(1, workers.size()))
        .doFinally(
            end -> {
              running = false;
              callback.run();
            })
        .subscribe(
            none -> {}, error -> log.warn("a worker did not stop in good order: {}", error, error));
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
