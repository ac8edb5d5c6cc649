package io.sluice.gateway.ui;

import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.ETag;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Serves the files of the dashboard, by name and from memory. They hold no secret and are open: the
 * page asks for a token, and without one the API tells it nothing.
 */
public final class Dashboard implements Endpoint {
  /** Where the page is; the files lie beside it. */
  public static final String HOME = "/ui/";

  /** What the browser lets the page do: use its own files and this server, and nothing else. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
          + " data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  private static final String PAGE = "index.html";

  private static final List<String> FILES =
      List.of(
          PAGE,
          "style.css",
          "app.js",
          "api.js",
          "batches.js",
          "dom.js",
          "events.js",
          "live.js",
          "queue.js",
          "queues.js",
          "task.js",
          "workers.js");

  private final Map<String, UiFile> files =
      FILES.stream().collect(Collectors.toMap(Function.identity(), UiFile::of));

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    String path = exchange.path();
    if (!path.startsWith(HOME)) {
      return Mono.just(Answer.empty(308).with(Answer.LOCATION, HOME));
    }
    String name = path.equals(HOME) ? PAGE : path.substring(HOME.length());
    UiFile file = files.get(name);
    if (file == null) {
      String what = "the dashboard has no file " + Quoted.of(name);
      return Mono.error(Problem.of(ProblemCode.NOT_FOUND, what).asException());
    }
    return Mono.just(show(exchange.has(file.version()), file));
  }

  private static Answer show(boolean known, UiFile file) {
    Answer answer = known ? Answer.empty(304) : Answer.of(200, file.contentType(), file.bytes());
    return answer
        .with(ETag.HEADER, file.version().quoted())
        .with("Cache-Control", "no-cache")
        .with("Content-Security-Policy", POLICY)
        .with("Referrer-Policy", "no-referrer")
        .with("X-Content-Type-Options", "nosniff");
  }
}
