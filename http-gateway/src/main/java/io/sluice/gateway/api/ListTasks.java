package io.sluice.gateway.api;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lists the tasks of a queue that are in one state, newest first, a page at a time. */
final class ListTasks implements Endpoint {
  private static final String STATE = "state";

  private final Sluice sluice;

  ListTasks(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    Query query = exchange.query(STATE, Page.CURSOR, Page.LIMIT);
    QueueName queue = QueueName.of(exchange.variable("queue"));
    TaskState state = state(query.text(STATE));
    Page page = Page.of(queue + "/" + state.wireName(), query);
    String path = "/v1/queues/" + queue + "/tasks?state=" + state.wireName() + "&";
    return Reads.bounded(sluice.tasks().list(queue.value(), state, page.after(), page.limit()))
        .map(found -> page.answer(path, found.tasks(), TaskJson::members, found.cursor()));
  }

  /** A queue that is not there has no tasks. */
  @Override
  public Mono<Answer> answerAsUnknown(Exchange exchange) {
    Query query = exchange.query(STATE, Page.CURSOR, Page.LIMIT);
    TaskState state = state(query.text(STATE));
    Page page = Page.of(exchange.variable("queue") + "/" + state.wireName(), query);
    return Mono.just(page.answer("", List.of(), TaskJson::members, null));
  }

  static TaskState state(@Nullable String text) {
    return Arrays.stream(TaskState.values())
        .filter(state -> state.wireName().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.invalid(
                        "/" + STATE,
                        text == null
                            ? "state is required, " + oneOf()
                            : "state must be " + oneOf() + ", is " + Quoted.of(text))
                    .asException());
  }

  private static String oneOf() {
    return Arrays.stream(TaskState.values())
        .map(TaskState::wireName)
        .collect(Collectors.joining(", ", "one of ", ""));
  }
}
