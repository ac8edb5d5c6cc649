package io.sluice.gateway.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client that knows nothing of the gateway but its address. What comes back must be as the API
 * document says, whatever a test wants of it: see {@link ApiCheck}.
 */
public final class Http {
  private static final Set<Integer> BALANCERS = Set.of(502, 504);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String JSON = "application/json";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final @Nullable String token;

  public Http(String url) {
    this(url, null);
  }

  private Http(String url, @Nullable String token) {
    this.url = url;
    this.token = token;
  }

  /** The same server, asked with a token. */
  public Http as(String secret) {
    return new Http(url, secret);
  }

  public String url() {
    return url;
  }

  /** Headers are given as name, value, name, value. */
  public Reply get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  public Reply head(String path) {
    return send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
  }

  public Reply method(String method, String path) {
    return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
  }

  public Reply delete(String path) {
    return method("DELETE", path);
  }

  /** Puts JSON. */
  public Reply put(String path, String body) {
    return send(
        request(path).header("Content-Type", JSON).PUT(HttpRequest.BodyPublishers.ofString(body)),
        body);
  }

  /** Posts nothing. */
  public Reply post(String path) {
    return method("POST", path);
  }

  /** Posts JSON. */
  public Reply post(String path, String body, String... headers) {
    return postAs(JSON, path, body, headers);
  }

  public Reply postAs(String type, String path, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        body);
  }

  /** Posts JSON without saying how long it is. */
  public Reply postChunked(String path, byte[] body) {
    return send(
        request(path)
            .header("Content-Type", JSON)
            .POST(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofByteArray(body))),
        new String(body, StandardCharsets.UTF_8));
  }

  public Reply enqueue(String queue, String body, String... headers) {
    return post("/v1/queues/" + queue + "/tasks", body, headers);
  }

  public CompletableFuture<Reply> getLater(String path, String... headers) {
    return sendLater(request(path, headers).GET().build(), "");
  }

  public CompletableFuture<Reply> enqueueLater(String queue, String body, String... headers) {
    HttpRequest request =
        request("/v1/queues/" + queue + "/tasks", headers)
            .header("Content-Type", JSON)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)))
            .build();
    return sendLater(request, body);
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    if (headers.length > 0) {
      builder.headers(headers);
    }
    if (token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    return builder;
  }

  private Reply send(HttpRequest.Builder request) {
    return send(request, "");
  }

  private Reply send(HttpRequest.Builder builder, String body) {
    try {
      HttpRequest request = builder.build();
      return checked(request, body, client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private CompletableFuture<Reply> sendLater(HttpRequest request, String body) {
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(response -> checked(request, body, response));
  }

  /** What a balancer says by itself is in no API document. */
  private Reply checked(HttpRequest request, String body, HttpResponse<byte[]> response) {
    if (BALANCERS.contains(response.statusCode())) {
      return Reply.of(response);
    }
    return ApiCheck.check(
        request.method(),
        request.uri().toString().substring(url.length()),
        request.headers().firstValue("Content-Type").orElse(""),
        body,
        Reply.of(response));
  }
}
