package io.sluice.gateway.api.acts;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.api.queues.KnownQueue;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.problem.Problem;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.TaskPage;
import io.sluice.task.view.TaskView;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Does one thing to many tasks, one after the other: to those that are named, or to the next ones
 * that match. What a task does not allow is told of it, and stops no other; when Redis does not
 * answer, what is left is not tried. May be repeated, like each act on one task.
 */
public final class ActOnMany implements Endpoint {
  private static final int AT_ONCE = 16;

  private final Sluice sluice;

  /**
   * What became of one task.
   *
   * @param refusal null when it was done
   */
  private record Acted(TaskId id, @Nullable Problem refusal) {
    void members(JsonObject json) {
      if (refusal != null) {
        json.put("id", id.value())
            .put("code", refusal.code().wireName())
            .put("detail", refusal.detail());
      }
    }
  }

  public ActOnMany(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return exchange
        .jsonBody()
        .map(ActBody::parse)
        .flatMap(tasks -> KnownQueue.in(sluice, exchange).flatMap(queue -> answer(queue, tasks)));
  }

  private Mono<Answer> answer(QueueName queue, ManyTasks tasks) {
    return tasks instanceof ManyTasks.Matching matching
        ? matching(queue, matching)
        : named(queue, (ManyTasks.Named) tasks);
  }

  private Mono<Answer> named(QueueName queue, ManyTasks.Named named) {
    return acted(queue, named.action(), named.ids()).map(acted -> answer(acted, null));
  }

  private Mono<Answer> matching(QueueName queue, ManyTasks.Matching wanted) {
    Page page = Page.after(wanted.list(queue.value()), wanted.cursor(), wanted.limit());
    return EngineCall.bounded(
            sluice
                .tasks()
                .list(
                    queue.value(),
                    wanted.state(),
                    wanted.filter(),
                    TaskPage.Order.NEWEST,
                    page.after(),
                    page.limit()))
        .flatMap(
            found -> {
              List<TaskId> ids = found.tasks().stream().map(TaskView::id).toList();
              String next = page.cursor(found.cursor());
              return wanted.dryRun()
                  ? Mono.just(dry(ids, next))
                  : acted(queue, wanted.action(), ids).map(acted -> answer(acted, next));
            });
  }

  private Mono<List<Acted>> acted(QueueName queue, ManyAct action, List<TaskId> ids) {
    return Mono.defer(
        () -> {
          AtomicReference<@Nullable Problem> away = new AtomicReference<>();
          return Flux.fromIterable(ids)
              .flatMapSequential(id -> one(queue, action, id, away), AT_ONCE)
              .collectList();
        });
  }

  /**
   * @param away why nothing more is tried
   */
  private Mono<Acted> one(
      QueueName queue, ManyAct action, TaskId id, AtomicReference<@Nullable Problem> away) {
    Problem before = away.get();
    return before != null
        ? Mono.just(new Acted(id, before))
        : EngineCall.bounded(action.on(sluice.tasks(), queue, id))
            .thenReturn(new Acted(id, null))
            .onErrorResume(
                error -> {
                  Problem refusal = Problems.of(error);
                  if (EngineCall.isTemporary(error)) {
                    away.set(refusal);
                  }
                  return Mono.just(new Acted(id, refusal));
                });
  }

  private static Answer answer(List<Acted> all, @Nullable String next) {
    List<Acted> refused = all.stream().filter(acted -> acted.refusal() != null).toList();
    return Answer.json(
        200,
        JsonObject.write(
            json ->
                json.put("matched", all.size())
                    .put("done", all.size() - refused.size())
                    .putAll("failed", refused, (object, acted) -> acted.members(object))
                    .put("nextCursor", next)));
  }

  private static Answer dry(List<TaskId> ids, @Nullable String next) {
    return Answer.json(
        200,
        JsonObject.write(
            json ->
                json.put("matched", ids.size())
                    .putStrings("ids", ids.stream().map(TaskId::value).toList())
                    .put("nextCursor", next)));
  }
}
