package io.sluice.gateway.demo;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.timeout.TimeoutException;
import io.sluice.gateway.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.retry.Retry;

/** Enqueues demo tasks over HTTP, as any other client would. */
final class DemoClient implements AutoCloseable {
  /** Requests under way at once; each has a connection of its own. */
  static final int CONCURRENCY = 64;

  /** Shorter than the server's idle timeout, so that no request meets a closing connection. */
  private static final Duration MAX_IDLE = Duration.ofSeconds(3);

  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_RETRIES = 30;
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(1);

  private final ConnectionProvider connections =
      ConnectionProvider.builder("sluice-demo")
          .maxConnections(CONCURRENCY)
          .maxIdleTime(MAX_IDLE)
          .build();

  private final HttpClient client;

  DemoClient(String url) {
    client =
        HttpClient.create(connections)
            .baseUrl(url)
            .responseTimeout(RESPONSE_TIMEOUT)
            .headers(
                headers ->
                    headers
                        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                        .set("Prefer", "return=minimal"));
  }

  /**
   * Enqueues one task and completes when it is accepted. The id makes it safe to send again what
   * had no answer: a task that is there already is this one.
   */
  Mono<Void> enqueue(String id, String type, byte[] payload) {
    byte[] body =
        JsonObject.write(
            json -> json.put("type", type).put("id", id).putStored("payload", payload));
    return client
        .post()
        .uri("/v1/queues/" + DemoTypes.QUEUE + "/tasks")
        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
        // To the end of the body, also when it is empty: else the connection is closed, not kept.
        .responseSingle(
            (response, rest) -> rest.then(Mono.defer(() -> accepted(response.status().code()))))
        .retryWhen(
            Retry.backoff(MAX_RETRIES, FIRST_BACKOFF)
                .maxBackoff(MAX_BACKOFF)
                .filter(DemoClient::mayPass));
  }

  @Override
  public void close() {
    connections.dispose();
  }

  private static boolean mayPass(Throwable error) {
    return error instanceof IOException || error instanceof TimeoutException;
  }

  private static Mono<Void> accepted(int status) {
    return switch (status) {
      case 202, 409 -> Mono.empty();
      case 429, 503 -> Mono.error(new IOException("the gateway is busy, status " + status));
      default ->
          Mono.error(new IllegalStateException("the gateway refused a task, status " + status));
    };
  }
}
