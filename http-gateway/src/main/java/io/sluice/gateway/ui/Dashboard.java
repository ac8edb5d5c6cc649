package io.sluice.gateway.ui;

import static io.sluice.gateway.http.Route.get;
import static io.sluice.gateway.http.Route.open;

import io.sluice.gateway.access.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.ETag;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;
import java.util.List;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * Serves the files of the dashboard, by name and from memory. They hold no secret and are open: the
 * page asks for a token, and without one the API tells it nothing.
 */
public final class Dashboard implements Endpoint {
  /** Where the page is; the files lie beside it. */
  public static final String HOME = "/ui/";

  /** The same, from the folder above: a proxy may have the server under any path. */
  private static final String HOME_FROM_ABOVE = "ui/";

  /** What the browser lets the page do: use its own files and this server, and nothing else. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
          + " data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  private static final String ACCEPT_ENCODING = "Accept-Encoding";
  private static final Pattern GZIP = Pattern.compile("\\bgzip\\b(?! *; *q=0(\\.0*)? *(,|$))");

  private final UiFiles files = UiFiles.read();

  private Dashboard() {}

  /** The way to the page, its files, and what it asks about who looks at it. */
  public static List<Route> routes() {
    Dashboard dashboard = new Dashboard();
    return List.of(
        get("/ui/caller", Role.VIEWER, new ShowCaller()),
        open("/", dashboard),
        open("/ui", dashboard),
        open(HOME, dashboard),
        open("/ui/{file}", dashboard));
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    String path = exchange.path();
    if (!path.startsWith(HOME)) {
      return Mono.just(Answer.empty(308).with(Answer.LOCATION, HOME_FROM_ABOVE));
    }
    String name = path.equals(HOME) ? UiFiles.PAGE : path.substring(HOME.length());
    UiFile file = files.named(name);
    if (file == null) {
      String what = "the dashboard has no file " + Quoted.of(name);
      return Mono.error(Problem.of(ProblemCode.NOT_FOUND, what).asException());
    }
    return Mono.just(show(exchange, file, files.isLasting(name)));
  }

  private static Answer show(Exchange exchange, UiFile file, boolean lasting) {
    boolean packs = takesGzip(exchange);
    ETag version = file.version(packs);
    Answer answer = exchange.has(version) ? Answer.empty(304) : whole(file, packs);
    return answer
        .with(ETag.HEADER, version.quoted())
        .with("Vary", ACCEPT_ENCODING)
        .with("Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache")
        .with("Content-Security-Policy", POLICY)
        .with("Referrer-Policy", "no-referrer")
        .with("X-Content-Type-Options", "nosniff");
  }

  private static Answer whole(UiFile file, boolean packs) {
    Answer answer = Answer.of(200, file.contentType(), file.bytes(packs));
    return packs ? answer.with("Content-Encoding", "gzip") : answer;
  }

  private static boolean takesGzip(Exchange exchange) {
    return exchange.headers(ACCEPT_ENCODING).stream().anyMatch(value -> GZIP.matcher(value).find());
  }
}
