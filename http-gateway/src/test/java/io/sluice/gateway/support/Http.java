package io.sluice.gateway.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A client that knows nothing of the gateway but its address. */
public final class Http {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String JSON = "application/json";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;

  public Http(String url) {
    this.url = url;
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

  /** Puts JSON. */
  public Reply put(String path, String body) {
    return send(
        request(path).header("Content-Type", JSON).PUT(HttpRequest.BodyPublishers.ofString(body)));
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
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Posts JSON without saying how long it is. */
  public Reply postChunked(String path, byte[] body) {
    return send(
        request(path)
            .header("Content-Type", JSON)
            .POST(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofByteArray(body))));
  }

  public Reply enqueue(String queue, String body, String... headers) {
    return post("/v1/queues/" + queue + "/tasks", body, headers);
  }

  public CompletableFuture<Reply> getLater(String path, String... headers) {
    return client
        .sendAsync(request(path, headers).GET().build(), HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(Reply::of);
  }

  public CompletableFuture<Reply> enqueueLater(String queue, String body, String... headers) {
    HttpRequest request =
        request("/v1/queues/" + queue + "/tasks", headers)
            .header("Content-Type", JSON)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)))
            .build();
    return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).thenApply(Reply::of);
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return builder;
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      return Reply.of(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
