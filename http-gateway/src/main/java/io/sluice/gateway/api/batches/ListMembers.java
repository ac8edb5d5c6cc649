package io.sluice.gateway.api.batches;

import io.sluice.BatchHandle;
import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.api.tasks.TaskJson;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Unknown;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lists the members of a batch in one queue that wait, run or are dead, a page at a time. */
final class ListMembers implements Endpoint {
  private static final String STATE = "state";
  private static final String PART = "part";

  private final Sluice sluice;

  ListMembers(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    BatchHandle batch = BatchPath.of(sluice, exchange);
    Query query = query(exchange);
    TaskState state = state(query.text(STATE));
    QueueName queue = queue(exchange, query.text(PART), batch.id().home());
    String path =
        BatchPath.location(batch.id())
            + "/tasks?"
            + (state == null ? "" : STATE + "=" + state.wireName() + "&")
            + (queue.equals(batch.id().home()) ? "" : PART + "=" + queue + "&");
    Page page = Page.of(path, query);
    return BatchPath.view(batch)
        .then(
            Mono.defer(
                () -> EngineCall.bounded(batch.members(queue, state, page.after(), page.limit()))))
        .map(found -> page.answer(path, found.tasks(), TaskJson::members, found.cursor()));
  }

  /** What is wrong with the query is told first here as well. */
  @Override
  public Mono<Answer> answerAsUnknown(Exchange exchange) {
    TaskState unused = state(query(exchange).text(STATE));
    return Mono.error(Unknown.batch(exchange.variable("queue"), exchange.variable("batch")));
  }

  private static Query query(Exchange exchange) {
    return exchange.query(STATE, PART, Page.CURSOR, Page.LIMIT);
  }

  /** The queue whose members are listed; one that the caller may not reach has none. */
  private static QueueName queue(Exchange exchange, @Nullable String given, QueueName home) {
    if (given == null || given.equals(home.value())) {
      return home;
    }
    if (!exchange.caller().mayReach(given)) {
      throw Unknown.queue(given);
    }
    return QueueName.of(given);
  }

  private static @Nullable TaskState state(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return Arrays.stream(TaskState.values())
        .filter(state -> state.wireName().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.invalid(
                        "/" + STATE,
                        Arrays.stream(TaskState.values())
                            .map(TaskState::wireName)
                            .collect(
                                Collectors.joining(
                                    ", ", "state must be one of ", ", is " + Quoted.of(text))))
                    .asException());
  }
}
