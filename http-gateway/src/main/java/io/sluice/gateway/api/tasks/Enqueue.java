package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Prefer;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Stopping;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.SluiceException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.view.TaskView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Enqueues one task, as JSON or as its payload alone, or a stream of them: the content type says
 * which. For one task it waits for the end, or leaves out the body of the answer, if the caller
 * prefers that.
 */
final class Enqueue implements Endpoint {
  private static final String[] OPTIONS = EnqueueBody.OPTIONS.toArray(String[]::new);
  private static final String[] NONE = {};

  private final Sluice sluice;
  private final Stopping stopping;
  private final UnderWay underWay = new UnderWay();
  private final EnqueueLines stream;
  private final ExpectedStart expected;

  Enqueue(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
    this.stream = new EnqueueLines(sluice, stopping);
    this.expected = new ExpectedStart(sluice);
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    return exchange.sendsLines() ? stream.answer(exchange) : one(exchange);
  }

  /** A stream of lines is answered line by line, and nothing else. */
  @Override
  public boolean answersWhole(@Nullable String contentType) {
    return Exchange.isJsonOrBytes(contentType);
  }

  private Mono<Answer> one(Exchange exchange) {
    boolean payloadAlone = exchange.sendsBytes();
    Query options = exchange.query(payloadAlone ? OPTIONS : NONE);
    IdempotencyKey key = IdempotencyKey.of(exchange);
    QueueName queue = QueueName.of(exchange.variable("queue"));
    Prefer prefer = exchange.prefer();
    return (payloadAlone ? exchange.bytes() : exchange.jsonTask())
        .flatMap(
            body -> {
              Reach reach = Reach.of(exchange);
              NewTask<byte[], byte[]> task =
                  payloadAlone
                      ? EnqueueBody.parse(reach, options, body)
                      : EnqueueBody.parse(reach, body);
              return key == null
                  ? enqueue(queue, task, prefer)
                  : underWay.only(
                      queue,
                      key,
                      enqueue(queue, task.requestKey(key.of(exchange.uri(), body)), prefer));
            });
  }

  private Mono<Answer> enqueue(QueueName queue, NewTask<byte[], byte[]> task, Prefer prefer) {
    boolean waits = prefer.waits() && !prefer.minimal();
    return (waits
            ? sluice.enqueueAwaited(queue.value(), task)
            : sluice.enqueue(queue.value(), task))
        .onErrorResume(
            DuplicateTaskException.class, refused -> Duplicates.refuse(sluice, queue, refused))
        .flatMap(
            handle ->
                switch (handle.earlier()) {
                  case NO -> accepted(handle, task, prefer);
                  case AGAIN ->
                      accepted(handle, task, prefer)
                          .map(answer -> answer.with(IdempotencyKey.REPLAYED, "true"));
                  case KEPT -> kept(handle, prefer);
                });
  }

  /** The task that holds the key; it was not enqueued by this request, so it is shown as it is. */
  private Mono<Answer> kept(TaskHandle<?> handle, Prefer prefer) {
    Mono<TaskView> now =
        EngineCall.bounded(sluice.tasks().find(handle.queue().value(), handle.id().value()));
    Mono<Answer> answer =
        prefer.waits()
            ? ended(handle, prefer)
                .switchIfEmpty(now)
                .map(view -> TaskJson.answer(200, view, handle.confirmation(), null))
                .map(shown -> shown.with(Prefer.APPLIED, prefer.appliedWait()))
            : now.map(view -> TaskJson.answer(200, view, handle.confirmation(), null));
    return answer.map(
        shown -> shown.with(Answer.LOCATION, TaskJson.location(handle.queue(), handle.id())));
  }

  private Mono<Answer> accepted(TaskHandle<?> handle, NewTask<byte[], byte[]> task, Prefer prefer) {
    String location = TaskJson.location(handle.queue(), handle.id());
    int status = Confirmed.status(handle.confirmation());
    if (prefer.minimal()) {
      return Mono.just(
          Answer.empty(status)
              .with(Answer.LOCATION, location)
              .with(Prefer.APPLIED, Prefer.RETURN_MINIMAL));
    }
    TaskView enqueued = asEnqueued(handle, task);
    Mono<Answer> answer =
        prefer.waits()
            ? ended(handle, prefer)
                .switchIfEmpty(asItIsNow(enqueued))
                .map(
                    view ->
                        TaskJson.answer(
                            view.state().terminal() ? 200 : status,
                            view,
                            handle.confirmation(),
                            null))
                .map(shown -> shown.with(Prefer.APPLIED, prefer.appliedWait()))
            : shown(enqueued, task).flatMap(view -> expected.answer(handle, view));
    return answer.map(shown -> shown.with(Answer.LOCATION, location));
  }

  /** Whether the newest with its key may start only Redis knows. */
  private Mono<TaskView> shown(TaskView enqueued, NewTask<byte[], byte[]> task) {
    Unique unique = task.unique();
    return unique != null && unique.onConflict() == Unique.OnConflict.KEEP_LAST
        ? asItIsNow(enqueued)
        : Mono.just(enqueued);
  }

  /** The task once it is terminal; empty when it is not in time, or when Redis cannot say. */
  private Mono<TaskView> ended(TaskHandle<?> handle, Prefer prefer) {
    return sluice
        .tasks()
        .await(handle.queue().value(), handle.id().value())
        .take(prefer.waitFor())
        .takeUntilOther(stopping.whenBegun())
        .onErrorResume(SluiceException.class, unknown -> Mono.empty());
  }

  /** The task is accepted, whatever comes now: what cannot be read any more is told as it began. */
  private Mono<TaskView> asItIsNow(TaskView enqueued) {
    return EngineCall.bounded(sluice.tasks().find(enqueued.queue().value(), enqueued.id().value()))
        .onErrorReturn(SluiceException.class, enqueued);
  }

  /** What a look at the task would show right after it was enqueued, without looking. */
  private static TaskView asEnqueued(TaskHandle<?> handle, NewTask<byte[], byte[]> task) {
    return new TaskView(
        handle.id(),
        handle.queue(),
        task.type().name(),
        handle.runAt() == null ? TaskState.READY : TaskState.SCHEDULED,
        0,
        0,
        task.payload(),
        task.options(),
        handle.createdAt(),
        handle.runAt(),
        null,
        null,
        null,
        null,
        List.of(),
        null,
        List.of(),
        Confirmation.MEMORY);
  }
}
