package io.sluice.gateway.http;

import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import java.util.Map;

/** Writes a problem document (RFC 9457) for one request. */
public final class ProblemAnswer {
  public static final String MEDIA_TYPE = "application/problem+json";

  public static Answer of(Problem problem, String requestId, String path) {
    Answer answer = Answer.of(problem.code().status(), MEDIA_TYPE, body(problem, requestId, path));
    if (problem.code().tellsWhenToRetry()) {
      answer = answer.with(Answer.RETRY_AFTER, String.valueOf(ProblemCode.RETRY_AFTER_SECONDS));
    }
    for (Map.Entry<String, String> header : problem.headers().entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }

  /** The document alone. */
  public static byte[] body(Problem problem, String requestId, String path) {
    return body(problem, problem.code().status(), requestId, path);
  }

  /** The document alone, of an answer with a status of its own. */
  public static byte[] body(Problem problem, int status, String requestId, String path) {
    ProblemCode code = problem.code();
    return JsonObject.write(
        json -> {
          json.put("type", "/problems/" + code.wireName())
              .put("title", code.title())
              .put("status", status)
              .put("code", code.wireName())
              .put("detail", problem.detail())
              .put("instance", path)
              .put("retryable", code.retryable())
              .put("requestId", requestId)
              .putJson("existing", problem.existing());
          if (!problem.errors().isEmpty()) {
            json.putAll(
                "errors",
                problem.errors(),
                (item, error) ->
                    item.put("pointer", error.pointer()).put("detail", error.detail()));
          }
        });
  }

  private ProblemAnswer() {}
}
