package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.http.ServerSentEvents;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.TaskFailedException;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.Emitted;
import io.sluice.task.view.StreamPosition;
import io.sluice.task.view.TaskView;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gives what the handler of a task emits: each item, from the beginning or after the last event
 * that the caller has, and at the end the task. A caller that reads slowly is given all of it, as
 * long as the task is kept.
 *
 * <p>The answer begins also while Redis is away, as that of {@link FollowTask} does.
 */
final class FollowStream implements Endpoint {
  private static final TaskType<byte[], byte[]> RAW = TaskType.raw("stream");

  /** The id of the last event. */
  private static final String END = "end";

  private final Sluice sluice;
  private final Stopping stopping;

  FollowStream(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    TaskPath path = TaskPath.of(exchange);
    StreamPosition after = position(exchange.header(ServerSentEvents.LAST_EVENT_ID));
    return path.findAwaited(sluice)
        .map(
            now ->
                wasToldTheEnd(exchange) && now.state().terminal()
                    ? ServerSentEvents.over()
                    : answer(exchange, path, after))
        .onErrorResume(
            UnknownTaskException.class,
            gone ->
                ServerSentEvents.wasToldUnknown(exchange) || wasToldTheEnd(exchange)
                    ? Mono.just(ServerSentEvents.over())
                    : Mono.error(gone))
        .onErrorResume(EngineCall::isTemporary, away -> Mono.just(answer(exchange, path, after)));
  }

  private Answer answer(Exchange exchange, TaskPath path, StreamPosition after) {
    return ServerSentEvents.answer(
        sluice
            .streams()
            .of(path.queue().value(), path.id().value(), RAW, after)
            .map(FollowStream::event)
            .onErrorResume(TaskFailedException.class, failed -> Mono.empty())
            .concatWith(end(path))
            .onErrorResume(
                UnknownTaskException.class,
                gone -> Mono.just(ServerSentEvents.unknown(Problems.of(gone), exchange)))
            .takeUntilOther(stopping.whenBegun()));
  }

  private static boolean wasToldTheEnd(Exchange exchange) {
    return END.equals(exchange.header(ServerSentEvents.LAST_EVENT_ID));
  }

  /** A task that has run again since its end was told is followed from the beginning. */
  private static StreamPosition position(@Nullable String lastId) {
    if (lastId == null
        || lastId.isEmpty()
        || END.equals(lastId)
        || ServerSentEvents.isUnknown(lastId)) {
      return StreamPosition.BEGINNING;
    }
    try {
      return StreamPosition.parse(lastId);
    } catch (InvalidTaskException noPosition) {
      throw Problem.invalid(
              "",
              "header "
                  + ServerSentEvents.LAST_EVENT_ID
                  + " must be the id of an event of this stream, is "
                  + Quoted.of(lastId))
          .asException();
    }
  }

  private static byte[] event(Emitted<byte[]> emitted) {
    String id = emitted.position().text();
    if (emitted instanceof Emitted.Item<byte[]> item) {
      byte[] value = item.value();
      return ServerSentEvents.event(
          id,
          "item",
          JsonObject.write(
              json ->
                  json.put("run", item.run())
                      .put("index", item.index())
                      .putStored("value", value == null ? new byte[0] : value)));
    }
    return ServerSentEvents.event(
        id, "void", JsonObject.write(json -> json.put("run", emitted.run())));
  }

  private Mono<byte[]> end(TaskPath path) {
    return sluice.tasks().await(path.queue().value(), path.id().value()).map(FollowStream::ended);
  }

  private static byte[] ended(TaskView task) {
    return ServerSentEvents.event(END, "task." + task.state().wireName(), TaskJson.of(task));
  }
}
