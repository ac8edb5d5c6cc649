package io.sluice.gateway.push;

import io.netty.handler.ssl.SslContext;
import io.sluice.gateway.support.FakeServer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A target that keeps what it is sent, and answers as a test wants. */
final class Receiver implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  /** What it was sent. */
  record Sent(String method, String path, Map<String, String> headers, byte[] body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private final BlockingQueue<Sent> requests = new LinkedBlockingQueue<>();
  private final FakeServer server;

  private Receiver(
      HttpServer http,
      String scheme,
      BiFunction<Sent, HttpServerResponse, Publisher<Void>> answer) {
    server =
        FakeServer.of(
            http,
            scheme,
            routes ->
                routes.route(
                    request -> true,
                    (request, response) ->
                        request
                            .receive()
                            .aggregate()
                            .asByteArray()
                            .defaultIfEmpty(new byte[0])
                            .map(body -> sent(request, body))
                            .doOnNext(requests::add)
                            .flatMapMany(sent -> answer.apply(sent, response))));
  }

  static Receiver answering(BiFunction<Sent, HttpServerResponse, Publisher<Void>> answer) {
    return new Receiver(HttpServer.create().port(0), "http", answer);
  }

  /** By HTTPS, with 200. */
  static Receiver showing(SslContext certificate) {
    return new Receiver(
        HttpServer.create().port(0).secure(spec -> spec.sslContext(certificate)),
        "https",
        (sent, response) -> response.send());
  }

  /** With a status and no body; headers as name, value, name, value. */
  static Receiver answering(int status, String... headers) {
    return answering(
        (sent, response) -> {
          response.status(status);
          for (int i = 0; i < headers.length; i += 2) {
            response.header(headers[i], headers[i + 1]);
          }
          return response.send();
        });
  }

  private static Sent sent(HttpServerRequest request, byte[] body) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    request.requestHeaders().forEach(header -> headers.put(header.getKey(), header.getValue()));
    return new Sent(request.method().name(), request.uri(), headers, body);
  }

  String url() {
    return server.url();
  }

  int port() {
    return server.port();
  }

  /** The next one that it was sent. */
  Sent next() throws InterruptedException {
    Sent sent = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (sent == null) {
      throw new AssertionError("nothing was sent");
    }
    return sent;
  }

  int waiting() {
    return requests.size();
  }

  @Override
  public void close() {
    server.close();
  }
}
