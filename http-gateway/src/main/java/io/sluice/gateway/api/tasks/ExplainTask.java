package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.view.Explanation;
import java.util.Locale;
import reactor.core.publisher.Mono;

/** Says why a task waits, and when it is expected to start. */
final class ExplainTask implements Endpoint {
  private final Sluice sluice;

  ExplainTask(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    TaskPath path = TaskPath.of(exchange);
    return EngineCall.bounded(sluice.tasks().explain(path.queue().value(), path.id().value()))
        .map(found -> Answer.json(200, JsonObject.write(json -> members(json, found))));
  }

  private static void members(JsonObject json, Explanation explanation) {
    json.put("state", explanation.state().wireName())
        .putAll("reasons", explanation.reasons(), ExplainTask::reason)
        .put("expectedStart", explanation.expectedStart());
  }

  private static void reason(JsonObject json, Explanation.Reason reason) {
    json.put("code", reason.code().name().toLowerCase(Locale.ROOT))
        .put("detail", reason.detail())
        .put("until", reason.until());
  }
}
