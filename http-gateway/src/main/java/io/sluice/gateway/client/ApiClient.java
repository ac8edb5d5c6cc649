package io.sluice.gateway.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import javax.net.ssl.SSLException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Sends requests to a gateway. Everything is cold; refusals are {@link ApiProblem}, and what keeps
 * an answer from coming is {@link NoConnection}. Nothing is sent twice.
 */
public final class ApiClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Shorter than the server's idle timeout, so that no request meets a closing connection. */
  private static final Duration MAX_IDLE = Duration.ofSeconds(3);

  /** A command sends one request after the other; a second connection is for a stream beside. */
  private static final int CONNECTIONS = 2;

  private static final byte[] NO_BODY = new byte[0];
  private static final int FIRST_REFUSAL = 400;

  private final Server server;
  private final ConnectionProvider connections =
      ConnectionProvider.builder("sluice-client")
          .maxConnections(CONNECTIONS)
          .maxIdleTime(MAX_IDLE)
          .build();
  private final HttpClient http;

  /**
   * @throws IllegalArgumentException when the certificates of the server cannot be read
   */
  public ApiClient(Server server) {
    this.server = server;
    HttpClient plain =
        HttpClient.create(connections)
            .baseUrl(server.url())
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(CONNECT_TIMEOUT.toMillis()))
            .headers(
                headers -> {
                  headers.set(HttpHeaderNames.USER_AGENT, "sluice");
                  if (server.token() != null) {
                    headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + server.token());
                  }
                });
    http = server.encrypted() ? encrypted(plain, trusting(server)) : plain;
  }

  public Mono<ApiAnswer> get(ApiPath path) {
    return send(ApiRequest.get(path));
  }

  public Mono<ApiAnswer> send(ApiRequest request) {
    Mono<ByteBuf> body =
        Mono.fromSupplier(
            () -> Unpooled.wrappedBuffer(request.body() == null ? NO_BODY : request.body()));
    return client(request)
        .request(HttpMethod.valueOf(request.method()))
        .uri(request.path().text())
        .send(body)
        .responseSingle(
            (response, content) ->
                content.asByteArray().defaultIfEmpty(NO_BODY).map(bytes -> answer(response, bytes)))
        .onErrorMap(NoConnection::isCause, cause -> NoConnection.to(server, cause));
  }

  /** The lines of an answer, as they come. */
  Flux<String> lines(ApiRequest request) {
    return client(request)
        .request(HttpMethod.valueOf(request.method()))
        .uri(request.path().text())
        .response(this::lines)
        .onErrorMap(NoConnection::isCause, cause -> NoConnection.to(server, cause));
  }

  /**
   * Sends a body as it comes about, and gives the lines of the answer as they come: both sides take
   * only what the other one gives. Each part is on its way at once.
   */
  public Flux<String> exchange(ApiRequest request, Flux<byte[]> parts) {
    Flux<ByteBuf> buffers = parts.map(Unpooled::wrappedBuffer);
    return client(request)
        .request(HttpMethod.valueOf(request.method()))
        .uri(request.path().text())
        .send((sent, out) -> out.send(buffers, part -> true))
        .response(this::lines)
        .onErrorMap(NoConnection::isCause, cause -> NoConnection.to(server, cause));
  }

  @Override
  public void close() {
    connections.dispose();
  }

  private HttpClient client(ApiRequest request) {
    return http.responseTimeout(request.patience())
        .headers(headers -> request.headers().forEach(headers::set));
  }

  private Flux<String> lines(HttpClientResponse response, ByteBufFlux content) {
    if (response.status().code() < FIRST_REFUSAL) {
      return LineSplitter.lines(content.asByteArray());
    }
    return content
        .aggregate()
        .asByteArray()
        .defaultIfEmpty(NO_BODY)
        .flatMapMany(bytes -> Flux.error(problem(response, bytes)));
  }

  private static ApiAnswer answer(HttpClientResponse response, byte[] body) {
    if (response.status().code() >= FIRST_REFUSAL) {
      throw problem(response, body);
    }
    String type = response.responseHeaders().get(HttpHeaderNames.CONTENT_TYPE, "");
    return new ApiAnswer(
        response.status().code(),
        body,
        type.startsWith("application/json"),
        response.responseHeaders().get(HttpHeaderNames.ETAG));
  }

  private static ApiProblem problem(HttpClientResponse response, byte[] body) {
    return ApiProblem.of(
        response.status().code(), body, response.responseHeaders().get("X-Request-Id"));
  }

  private static HttpClient encrypted(HttpClient plain, SslContext context) {
    return plain.secure(tls -> tls.sslContext(context));
  }

  private static SslContext trusting(Server server) {
    try {
      SslContextBuilder builder = SslContextBuilder.forClient();
      return (server.ca() == null ? builder : builder.trustManager(server.ca().toFile())).build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cannot be used: it must be a PEM file with certificates", e);
    }
  }
}
