package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.gateway.problem.Problem;
import io.sluice.task.enqueue.TraceContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One request, as an endpoint sees it. */
public final class Exchange {
  /** The header that names a request which may be sent several times. */
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private static final ObjectShape<Object> NO_FIELDS = ObjectShape.empty();

  private final Request request;
  private final String requestId;
  private final Map<String, String> variables;
  private final Caller caller;

  public Exchange(Request request, String requestId, Map<String, String> variables, Caller caller) {
    this.request = request;
    this.requestId = requestId;
    this.variables = variables;
    this.caller = caller;
  }

  /** Who asks. What belongs to a queue that it may not reach must look as if it were not there. */
  public Caller caller() {
    return caller;
  }

  public String path() {
    return request.path();
  }

  /** The path with the query, as it came. */
  public String uri() {
    return request.uri();
  }

  public String requestId() {
    return requestId;
  }

  /** A variable segment of the path; the route's template says which there are. */
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no variable " + name + " in this route");
    }
    return value;
  }

  boolean hasVariable(String name) {
    return variables.containsKey(name);
  }

  /** All values of a header that may be there once at most. */
  public List<String> headers(String name) {
    return request.headers().getAll(name);
  }

  public @Nullable String header(String name) {
    return request.headers().get(name);
  }

  /** The trace that the request belongs to, which tasks that it enqueues carry on. */
  public TraceContext trace() {
    return TraceContext.of(
        header(TraceContext.TRACEPARENT),
        header(TraceContext.TRACESTATE),
        header(TraceContext.BAGGAGE));
  }

  /** The parameters after the question mark; any beside the named ones is an error. */
  public Query query(String... known) {
    return Query.of(parameters(), List.of(known));
  }

  public Prefer prefer() {
    return Prefer.parse(request.headers().getAll(Prefer.HEADER));
  }

  /** Whether the caller makes its request depend on what version it has already. */
  public boolean isConditional() {
    return request.headers().contains(ETag.IF_NONE_MATCH);
  }

  /** Whether the caller has this version already. */
  public boolean has(ETag version) {
    return version.isIn(request.headers().getAll(ETag.IF_NONE_MATCH));
  }

  /** The body of a request that must be JSON; counted while it streams in. */
  public Mono<byte[]> jsonBody() {
    return Mono.defer(
        () -> {
          ContentType.requireJson(request.headers());
          return BodyReader.read(request);
        });
  }

  /** The same, where {@link #sendsLines} and {@link #sendsBytes} may be as well. */
  public Mono<byte[]> jsonTask() {
    return Mono.defer(
        () -> {
          ContentType.requireJsonTask(request.headers());
          return BodyReader.read(request);
        });
  }

  /** The body as the bytes that come, whatever they are. */
  public Mono<byte[]> bytes() {
    return Mono.defer(() -> BodyReader.read(request));
  }

  /** The body of a request that needs none: JSON, or nothing. */
  public Mono<byte[]> anyJsonBody() {
    return Mono.defer(() -> BodyReader.read(request))
        .doOnNext(
            body -> {
              if (body.length > 0) {
                ContentType.requireJson(request.headers());
              }
            });
  }

  /**
   * Completes when the body of a request that says everything with its path has been read; that
   * body may be missing, or a JSON object without fields.
   */
  public Mono<Void> emptyBody() {
    return anyJsonBody()
        .doOnNext(
            body -> {
              FieldErrors errors = new FieldErrors();
              NO_FIELDS.readDocumentIfAny(body, body, errors);
              errors.throwIfAny();
            })
        .then();
  }

  /** Refuses a body that does not claim to be a stream of lines. */
  public void requireLines() {
    ContentType.requireLines(request.headers());
  }

  /** One key for many tasks would keep no promise; each of them may have an id or a unique key. */
  public void refuseKeyOfLines() {
    if (header(IDEMPOTENCY_KEY) != null) {
      throw Problem.invalid(
              "",
              "header "
                  + IDEMPOTENCY_KEY
                  + " is for a single task; give each line an id or a unique key")
          .asException();
    }
  }

  /** Whether the caller sends bytes that nothing is said about. */
  public boolean sendsBytes() {
    return ContentType.isBytes(request.headers().get(HttpHeaderNames.CONTENT_TYPE));
  }

  /** Whether a body that claims to be this is one JSON value, or bytes. */
  public static boolean isJsonOrBytes(@Nullable String contentType) {
    return ContentType.isJson(contentType) || ContentType.isBytes(contentType);
  }

  /** Whether the caller sends a stream of lines, of which each is a document. */
  public boolean sendsLines() {
    return ContentType.isNdjson(request.headers());
  }

  /**
   * The lines of such a stream, as they come in and are asked for, in groups, and not faster than
   * the rate of the caller. Takes as long as it flows; errors with {@code request_timeout} when it
   * is silent for too long.
   */
  public Flux<List<Line>> lines(int maxLineBytes, LineGroup group) {
    Flux<List<Line>> lines = LineReader.read(BodyReader.parts(request), maxLineBytes, group);
    return caller.hasRate() ? new Pace(caller).slowed(lines) : lines;
  }

  /** A request header of the contract that is refused, since to ignore it would break a promise. */
  public void refuseHeader(String name) {
    if (header(name) != null) {
      throw Problem.invalid("", "header " + name + " is not supported yet").asException();
    }
  }

  private Map<String, List<String>> parameters() {
    if (request.uri().indexOf('?') < 0) {
      return Map.of();
    }
    try {
      return new QueryStringDecoder(request.uri()).parameters();
    } catch (IllegalArgumentException badEncoding) {
      throw Problem.invalid("", "the query has an invalid percent-encoding").asException();
    }
  }
}
