package io.sluice.gateway.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks the DevTools protocol with a Chromium. */
final class DevTools implements WebSocket.Listener, AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final long PATIENCE_SECONDS = 40;

  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final List<Consumer<JsonNode>> listeners = new CopyOnWriteArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private @Nullable WebSocket socket;

  private DevTools() {}

  static DevTools connect(String address) {
    DevTools tools = new DevTools();
    tools.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), tools)
            .join();
    return tools;
  }

  /** Tells each event of the browser. */
  void listen(Consumer<JsonNode> listener) {
    listeners.add(listener);
  }

  /** What a call answers. */
  JsonNode call(@Nullable String session, String method, Map<String, ?> parameters) {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    Map<String, Object> call =
        session == null
            ? Map.of("id", id, "method", method, "params", parameters)
            : Map.of("id", id, "method", method, "params", parameters, "sessionId", session);
    synchronized (this) {
      WebSocket open = socket;
      if (open == null) {
        throw new IllegalStateException("not connected");
      }
      open.sendText(MAPPER.writeValueAsString(call), true).join();
    }
    JsonNode answered =
        answer
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .exceptionally(
                late -> {
                  throw new AssertionError(method + " was not answered", late);
                })
            .join();
    if (answered.has("error")) {
      throw new AssertionError(method + ": " + answered.path("error"));
    }
    return answered.path("result");
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
    part.append(data);
    if (whole) {
      JsonNode message = MAPPER.readTree(part.toString());
      part.setLength(0);
      CompletableFuture<JsonNode> waiting =
          message.has("id") ? asked.remove(message.path("id").asInt()) : null;
      if (waiting != null) {
        waiting.complete(message);
      } else {
        listeners.forEach(listener -> listener.accept(message));
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }
}
