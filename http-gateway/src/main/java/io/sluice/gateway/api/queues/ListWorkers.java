package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.view.WorkerView;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lists live workers by queue and session; a worker of several queues stands in each of them. */
final class ListWorkers implements Endpoint, QueueByQueue.Source<WorkerView> {
  private final Sluice sluice;
  private final QueueByQueue<WorkerView> list;

  ListWorkers(Sluice sluice) {
    this.sluice = sluice;
    this.list = new QueueByQueue<>(sluice, "workers", this, ListWorkers::members);
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    return list.page(exchange);
  }

  @Override
  public Mono<List<WorkerView>> after(String queue, String session, int limit) {
    return sluice.queues().workers(queue, session, limit);
  }

  @Override
  public QueueByQueue.Position position(WorkerView worker) {
    return new QueueByQueue.Position(worker.queue().value(), worker.session());
  }

  private static void members(JsonObject json, WorkerView worker) {
    json.put("queue", worker.queue().value())
        .put("session", worker.session())
        .put("host", worker.host())
        .put("version", worker.version())
        .put("since", worker.since())
        .put("capacity", number(worker.capacity()))
        .put("inFlight", number(worker.inFlight()))
        .put("heartbeatAgeMs", millis(worker.heartbeatAge()))
        .put("expiresInMs", worker.expiresIn().toMillis())
        .put("asked", worker.asked() == null ? null : worker.asked().wireName());
    if (!worker.types().isEmpty()) {
      json.putStrings("types", worker.types());
    }
  }

  private static @Nullable Long number(@Nullable Integer value) {
    return value == null ? null : value.longValue();
  }

  private static @Nullable Long millis(@Nullable Duration value) {
    return value == null ? null : value.toMillis();
  }
}
