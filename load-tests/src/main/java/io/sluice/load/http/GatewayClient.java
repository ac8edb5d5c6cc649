package io.sluice.load.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a gateway over connections that are kept and bounded, as a busy client would. */
public final class GatewayClient implements AutoCloseable {
  /** Fewer than a gateway takes. What is beyond waits for one, and its latency counts on. */
  public static final int MOST_CONNECTIONS = 1_024;

  /** Shorter than a gateway's, so that no request meets a closing connection. */
  private static final Duration MAX_IDLE = Duration.ofSeconds(3);

  /** The longest that a gateway lets a caller wait for the end of a task. */
  private static final Duration WAIT = Duration.ofSeconds(60);

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final String PREFER = "Prefer";
  private static final int NOT_FOUND = 404;

  private final String url;
  private final ConnectionProvider connections;
  private final HttpClient client;

  /**
   * @param url of the gateway, without a path
   * @param mostWaiting requests that may wait for a connection
   */
  public GatewayClient(String url, int mostWaiting) {
    this.url = url;
    this.connections =
        ConnectionProvider.builder("load")
            .maxConnections(MOST_CONNECTIONS)
            .pendingAcquireMaxCount(mostWaiting)
            .pendingAcquireTimeout(WAIT)
            .maxIdleTime(MAX_IDLE)
            .build();
    this.client =
        HttpClient.create(connections)
            .baseUrl(url)
            .headers(
                headers ->
                    headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON));
  }

  /** Sends tasks of one type to one queue. */
  public final class Desk {
    private final HttpClient posts;
    private final String path;
    private final byte[] head;

    private Desk(String queue, String type, String prefer, Duration limit) {
      posts = client.headers(headers -> headers.set(PREFER, prefer)).responseTimeout(limit);
      path = path(queue) + "/tasks";
      head = ("{\"type\":\"" + type + "\",\"payload\":").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Enqueues one task. Errors with {@link RefusedException} or {@link UnansweredException}. Cold.
     *
     * @param payload a JSON value
     */
    public Mono<Reply> enqueue(byte[] payload) {
      return posts
          .post()
          .uri(path)
          .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body(payload))))
          .responseSingle(
              (response, body) ->
                  body.asString().defaultIfEmpty("").flatMap(t -> reply(response, t)))
          .onErrorMap(GatewayClient::noAnswer, e -> new UnansweredException("no answer: " + e, e));
    }

    private byte[] body(byte[] payload) {
      byte[] body = new byte[head.length + payload.length + 1];
      System.arraycopy(head, 0, body, 0, head.length);
      System.arraycopy(payload, 0, body, head.length, payload.length);
      body[body.length - 1] = '}';
      return body;
    }
  }

  /** For callers that go on as soon as the task is taken. */
  public Desk leaving(String queue, String type) {
    return new Desk(queue, type, "return=minimal", ANSWER_LIMIT);
  }

  /** For callers that wait for the end of the task. */
  public Desk waiting(String queue, String type) {
    return new Desk(queue, type, "wait=" + WAIT.toSeconds(), WAIT.plus(ANSWER_LIMIT));
  }

  /** The queue as it is now; empty when the gateway knows none of that name. */
  public Mono<QueueTotals> totals(String queue) {
    return client
        .responseTimeout(ANSWER_LIMIT)
        .get()
        .uri(path(queue))
        .responseSingle(
            (response, body) ->
                body.asString().defaultIfEmpty("").flatMap(text -> view(response, text)))
        .onErrorMap(
            GatewayClient::noAnswer,
            e ->
                new IllegalStateException(
                    "no gateway answers at " + url + ": start one there (" + e.getMessage() + ")",
                    e));
  }

  @Override
  public void close() {
    connections.dispose();
  }

  private Mono<QueueTotals> view(HttpClientResponse response, String text) {
    int status = response.status().code();
    if (status == NOT_FOUND) {
      return Mono.empty();
    }
    return status == 200
        ? Mono.fromSupplier(() -> QueueTotals.of(JsonMapper.shared().readTree(text)))
        : Mono.error(
            new IllegalStateException(
                "the gateway at " + url + " refuses: status " + status + ' ' + text));
  }

  private static Mono<Reply> reply(HttpClientResponse response, String text) {
    int status = response.status().code();
    String id = id(response.responseHeaders().get(HttpHeaderNames.LOCATION));
    if ((status == 202 || status == 200) && id != null) {
      return Mono.just(new Reply(id, status == 200));
    }
    String said = "the gateway answered " + status + ' ' + text;
    // A server that failed may have done it before.
    return Mono.error(
        status >= 500 ? new UnansweredException(said, null) : new RefusedException(said));
  }

  private static @Nullable String id(@Nullable String location) {
    return location == null ? null : location.substring(location.lastIndexOf('/') + 1);
  }

  private static String path(String queue) {
    return "/v1/queues/" + queue;
  }

  private static boolean noAnswer(Throwable error) {
    return !(error instanceof RefusedException
        || error instanceof UnansweredException
        || error instanceof IllegalStateException);
  }
}
