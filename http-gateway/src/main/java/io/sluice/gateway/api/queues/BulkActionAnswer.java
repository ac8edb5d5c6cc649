package io.sluice.gateway.api.queues;

import io.sluice.gateway.http.Answer;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.view.BulkAction;
import java.util.Locale;

/** Answers that show a bulk action. */
final class BulkActionAnswer {
  static Answer begun(BulkAction action) {
    return of(202, action).with(Answer.LOCATION, "/v1/bulk-actions/" + action.id());
  }

  static Answer of(int status, BulkAction action) {
    return Answer.json(status, JsonObject.write(json -> members(json, action)));
  }

  static void members(JsonObject json, BulkAction action) {
    json.put("id", action.id())
        .put("queue", action.queue().value())
        .put("action", wireName(action.kind()))
        .put("state", wireName(action.progress()))
        .put("matched", action.matched())
        .put("processed", action.processed())
        .put("failed", action.failed())
        .put("startedAt", action.startedAt())
        .put("waitingFor", action.waitingFor());
  }

  private static String wireName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private BulkActionAnswer() {}
}
