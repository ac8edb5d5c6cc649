package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.api.queues.KnownQueue;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Unknown;
import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.view.FoundTasks;
import io.sluice.task.view.TaskFilter;
import io.sluice.task.view.TaskPage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lists the tasks of a queue that are in one state, newest or oldest first, a page at a time; or
 * shows those that are named.
 */
final class ListTasks implements Endpoint {
  private static final String STATE = "state";
  private static final String TYPE = "type";
  private static final String TAG = "tag";
  private static final String GROUP = "group";
  private static final String ERROR = "error";
  private static final String OLDER_THAN = "olderThan";
  private static final String NEWER_THAN = "newerThan";
  private static final String IDS = "ids";
  private static final String ORDER = "order";

  /** What chooses and orders a list, beside its state. */
  private static final List<String> FILTERS =
      List.of(TYPE, TAG, GROUP, ERROR, OLDER_THAN, NEWER_THAN, ORDER);

  private final Sluice sluice;

  ListTasks(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    Query query = query(exchange);
    String ids = query.text(IDS);
    if (ids != null) {
      List<String> wanted = ids(query, ids);
      return KnownQueue.in(sluice, exchange).flatMap(queue -> found(queue, wanted));
    }
    Asked asked = Asked.of(exchange.variable("queue"), query);
    return KnownQueue.in(sluice, exchange).flatMap(queue -> page(queue, asked));
  }

  /** What is wrong with the query is told first here as well. */
  @Override
  public Mono<Answer> answerAsUnknown(Exchange exchange) {
    Query query = query(exchange);
    String ids = query.text(IDS);
    if (ids == null) {
      Asked unused = Asked.of(exchange.variable("queue"), query);
    } else {
      List<String> unused = ids(query, ids);
    }
    return Mono.error(Unknown.queue(exchange.variable("queue")));
  }

  private static Query query(Exchange exchange) {
    return exchange.query(
        STATE,
        TYPE,
        TAG,
        GROUP,
        ERROR,
        OLDER_THAN,
        NEWER_THAN,
        ORDER,
        IDS,
        Page.CURSOR,
        Page.LIMIT);
  }

  /**
   * Which part of which list is asked for.
   *
   * @param query that asks for it, but for the part
   */
  private record Asked(
      TaskState state, TaskFilter filter, TaskPage.Order order, String query, Page page) {
    static Asked of(String queue, Query query) {
      TaskState state = ListTasks.state(query.text(STATE));
      TaskFilter filter = ListTasks.filter(query);
      TaskPage.Order order = ListTasks.order(query);
      String text =
          FILTERS.stream()
              .map(name -> ListTasks.filter(name, query.text(name)))
              .collect(Collectors.joining("", STATE + '=' + state.wireName(), ""));
      return new Asked(state, filter, order, text, Page.of(queue + "/" + text, query));
    }
  }

  private Mono<Answer> page(QueueName queue, Asked asked) {
    Page page = asked.page();
    String path = "/v1/queues/" + queue + "/tasks?" + asked.query() + "&";
    return EngineCall.bounded(
            sluice
                .tasks()
                .list(
                    queue.value(),
                    asked.state(),
                    asked.filter(),
                    asked.order(),
                    page.after(),
                    page.limit()))
        .map(found -> page.answer(path, found.tasks(), TaskJson::members, found.cursor()));
  }

  private static TaskPage.Order order(Query query) {
    String order =
        query.choice(
            ORDER, List.of(TaskPage.Order.NEWEST.wireName(), TaskPage.Order.OLDEST.wireName()));
    return order.equals(TaskPage.Order.OLDEST.wireName())
        ? TaskPage.Order.OLDEST
        : TaskPage.Order.NEWEST;
  }

  private static TaskFilter filter(Query query) {
    FieldErrors errors = new FieldErrors();
    Duration olderThan = query.duration(OLDER_THAN, errors);
    Duration newerThan = query.duration(NEWER_THAN, errors);
    errors.throwIfAny();
    return new TaskFilter(
        query.text(TYPE),
        query.text(TAG),
        query.text(GROUP),
        query.text(ERROR),
        olderThan,
        newerThan);
  }

  private static String filter(String name, @Nullable String value) {
    return value == null
        ? ""
        : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static List<String> ids(Query query, String list) {
    List<String> others = new ArrayList<>(List.of(STATE, Page.CURSOR, Page.LIMIT));
    others.addAll(FILTERS);
    for (String other : others) {
      if (query.text(other) != null) {
        throw Problem.invalid("/" + other, other + " and " + IDS + " exclude each other")
            .asException();
      }
    }
    return List.of(list.split(",", -1));
  }

  /** Those of these tasks that there are, which are not, and which did not fit. */
  private Mono<Answer> found(QueueName queue, List<String> ids) {
    return EngineCall.bounded(sluice.tasks().findWhatFits(queue.value(), ids))
        .map(found -> Answer.json(200, JsonObject.write(json -> found(json, ids, found))));
  }

  private static void found(JsonObject json, List<String> ids, FoundTasks found) {
    Set<String> missing = new LinkedHashSet<>(ids);
    found.tasks().forEach(task -> missing.remove(task.id().value()));
    found.left().forEach(missing::remove);
    json.putAll("items", found.tasks(), TaskJson::members)
        .putStrings("missing", List.copyOf(missing));
    if (!found.left().isEmpty()) {
      json.putStrings("left", found.left());
    }
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
