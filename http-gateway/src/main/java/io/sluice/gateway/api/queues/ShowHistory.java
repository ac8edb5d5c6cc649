package io.sluice.gateway.api.queues;

import io.sluice.Queues;
import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.json.WireDuration;
import io.sluice.task.QueueName;
import io.sluice.task.view.History;
import io.sluice.task.view.HistoryStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Shows what happened in a queue, or in all that the caller reaches, in columns for a chart. */
final class ShowHistory implements Endpoint {
  private static final String QUEUE = "queue";
  private static final String STEP = "step";
  private static final String POINTS = "points";
  private static final String TEN_SECONDS = "10s";
  private static final String SECOND = "1s";

  /** Of a caller who reaches only some queues, so many are added up. */
  private static final int MOST_QUEUES = 50;

  private static final double NANOS_OF_A_MS = 1_000_000;
  private static final double ROUNDING = 1000;

  private final Sluice sluice;

  ShowHistory(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    Query query = exchange.query(QUEUE, STEP, POINTS);
    HistoryStep step = stepOf(query.choice(STEP, List.of(TEN_SECONDS, SECOND, "1m")));
    int points = query.number(POINTS, 1, step.points(), step.points());
    String queue = query.text(QUEUE);
    return history(exchange, queue, step, points)
        .map(history -> Answer.json(200, JsonObject.write(json -> members(json, queue, history))));
  }

  private static HistoryStep stepOf(String word) {
    return switch (word) {
      case TEN_SECONDS -> HistoryStep.TEN_SECONDS;
      case SECOND -> HistoryStep.SECOND;
      default -> HistoryStep.MINUTE;
    };
  }

  private Mono<History> history(
      Exchange exchange, @Nullable String queue, HistoryStep step, int points) {
    Queues queues = sluice.queues();
    if (queue != null) {
      return KnownQueue.named(sluice, queue, exchange.caller())
          .flatMap(name -> EngineCall.bounded(queues.history(List.of(name.value()), step, points)));
    }
    if (exchange.caller().reachesAll()) {
      return EngineCall.bounded(queues.history(step, points));
    }
    return EngineCall.bounded(
        VisibleQueues.names(sluice, exchange.caller(), null, MOST_QUEUES)
            .map(names -> names.stream().map(QueueName::value).toList())
            .flatMap(names -> queues.history(names, step, points))
            .defaultIfEmpty(new History(step, Instant.EPOCH, List.of())));
  }

  private static void members(JsonObject json, @Nullable String queue, History history) {
    json.put(QUEUE, queue)
        .put(STEP, WireDuration.format(history.step().length()))
        .put("from", history.from())
        .put(POINTS, history.points().size())
        .putNumbers("enqueued", column(history, History.Point::enqueued))
        .putNumbers("succeeded", column(history, History.Point::succeeded))
        .putNumbers("failed", column(history, History.Point::failed))
        .putNumbers("retried", column(history, History.Point::retried))
        .putNumbers("dead", column(history, History.Point::dead))
        .putNumbers("backlog", column(history, History.Point::backlog))
        .putNumbers("running", column(history, History.Point::running))
        .put("wait", wait -> members(wait, history, History.Point::waits))
        .put("run", run -> members(run, history, History.Point::runs));
  }

  private static void members(
      JsonObject json, History history, Function<History.Point, History.Latency> of) {
    json.putNumbers("count", column(history, point -> of.apply(point).count()))
        .putNumbers("p50Ms", column(history, point -> millis(of.apply(point).p50())))
        .putNumbers("p95Ms", column(history, point -> millis(of.apply(point).p95())))
        .putNumbers("p99Ms", column(history, point -> millis(of.apply(point).p99())));
  }

  private static List<@Nullable Number> column(
      History history, Function<History.Point, @Nullable Number> of) {
    // Collected into a list that may hold null.
    return history.points().stream().map(of).collect(Collectors.toList());
  }

  private static @Nullable Double millis(@Nullable Duration latency) {
    return latency == null
        ? null
        : Math.round(latency.toNanos() / NANOS_OF_A_MS * ROUNDING) / ROUNDING;
  }
}
