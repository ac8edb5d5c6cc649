package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.TaskState;
import io.sluice.task.view.ErrorGroup;
import io.sluice.task.view.QueueErrors;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Tells why the tasks of a queue failed: by error, by the type of the task, or by both. */
final class ListErrors implements Endpoint {
  private static final String BY = "by";
  private static final String STATE = "state";
  private static final String BOTH = "dead,retrying";

  private final Sluice sluice;

  ListErrors(Sluice sluice) {
    this.sluice = sluice;
  }

  /** Looks at many tasks, in parts that are bounded each. */
  @Override
  public Mono<Answer> answer(Exchange exchange) {
    Query query = exchange.query(BY, STATE);
    QueueErrors.By by = by(query);
    Set<TaskState> states = states(query);
    return KnownQueue.in(sluice, exchange)
        .flatMap(queue -> sluice.queues().errors(queue.value(), by, states))
        .map(errors -> Answer.json(200, JsonObject.write(json -> members(json, errors))));
  }

  private static QueueErrors.By by(Query query) {
    List<QueueErrors.By> all = Arrays.asList(QueueErrors.By.values());
    List<String> words = all.stream().map(QueueErrors.By::wireName).toList();
    return all.get(words.indexOf(query.choice(BY, words)));
  }

  private static Set<TaskState> states(Query query) {
    String dead = TaskState.DEAD.wireName();
    String retrying = TaskState.RETRYING.wireName();
    String state = query.choice(STATE, List.of(BOTH, dead, retrying));
    if (state.equals(BOTH)) {
      return EnumSet.of(TaskState.DEAD, TaskState.RETRYING);
    }
    return EnumSet.of(state.equals(dead) ? TaskState.DEAD : TaskState.RETRYING);
  }

  private static void members(JsonObject json, QueueErrors errors) {
    json.putAll("items", errors.groups(), ListErrors::members)
        .put("looked", errors.looked())
        .put("complete", errors.complete());
  }

  private static void members(JsonObject json, ErrorGroup group) {
    json.put("taskType", group.taskType())
        .put("type", group.type())
        .put("message", group.message())
        .put("count", group.count())
        .put("dead", group.dead())
        .put("retrying", group.retrying())
        .put("firstAt", group.firstAt())
        .put("lastAt", group.lastAt())
        .put("example", group.example().value());
  }
}
