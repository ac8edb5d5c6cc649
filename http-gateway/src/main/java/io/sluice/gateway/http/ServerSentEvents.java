package io.sluice.gateway.http;

import io.sluice.gateway.json.Json;
import io.sluice.gateway.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Answers with events, in the form that browsers read as an {@code EventSource}. */
public final class ServerSentEvents {
  /** So often something is sent, that both sides and all between see that the other lives. */
  public static final Duration BEAT = Duration.ofSeconds(15);

  private static final byte[] RETRY = utf8("retry: 3000\n\n");
  private static final byte[] COMMENT = utf8(":\n\n");

  /**
   * What a browser sends when it comes back: the id of the last event that it was told. It comes
   * back after every end, and to nothing but 204 and refusals it comes no more.
   */
  public static final String LAST_EVENT_ID = "Last-Event-ID";

  /** The name and the id of the event that there is nothing to tell of, as a problem document. */
  private static final String UNKNOWN = "unknown";

  /** An answer of these events, with comments between them; ends when they do. */
  public static Answer answer(Flux<byte[]> events) {
    return Answer.flowing(
            200,
            "text/event-stream",
            Beats.between(events, Flux.interval(BEAT), COMMENT).startWith(RETRY))
        .with("Cache-Control", "no-store");
  }

  /** What there is nothing to tell of, in an answer that had to begin before that was known. */
  public static byte[] unknown(Problem problem, Exchange exchange) {
    return event(
        UNKNOWN, UNKNOWN, ProblemAnswer.body(problem, exchange.requestId(), exchange.path()));
  }

  /** Whether the caller was told so already. */
  public static boolean wasToldUnknown(Exchange exchange) {
    return isUnknown(exchange.header(LAST_EVENT_ID));
  }

  /** Whether this is the id of the event that says so. */
  public static boolean isUnknown(@Nullable String id) {
    return UNKNOWN.equals(id);
  }

  /** The answer to who has been told everything. */
  public static Answer over() {
    return Answer.empty(204);
  }

  /** Nothing but a sign of life. */
  public static byte[] comment() {
    return COMMENT.clone();
  }

  /** One event that nobody can come back to. */
  public static byte[] event(String name, byte[] json) {
    return write("event: " + name + "\ndata: ", json);
  }

  /** One event. */
  public static byte[] event(String id, String name, byte[] json) {
    return write("id: " + id + "\nevent: " + name + "\ndata: ", json);
  }

  private static byte[] write(String head, byte[] json) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes(utf8(head));
    event.writeBytes(Json.onOneLine(json));
    event.writeBytes(utf8("\n\n"));
    return event.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private ServerSentEvents() {}
}
