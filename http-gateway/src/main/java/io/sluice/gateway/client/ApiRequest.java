package io.sluice.gateway.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the gateway.
 *
 * @param patience how long nothing may come, once the request is sent
 */
public record ApiRequest(
    String method,
    ApiPath path,
    Map<String, String> headers,
    byte @Nullable [] body,
    Duration patience) {

  /** The gateway gives up on Redis long before. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  public static ApiRequest of(String method, ApiPath path) {
    return new ApiRequest(method, path, Map.of(), null, PATIENCE);
  }

  public static ApiRequest get(ApiPath path) {
    return of("GET", path);
  }

  public static ApiRequest post(ApiPath path) {
    return of("POST", path);
  }

  public ApiRequest json(byte[] document) {
    return new ApiRequest(method, path, headers, document, patience)
        .header("Content-Type", "application/json");
  }

  /** Bytes that nothing is said about. */
  public ApiRequest bytes(byte[] content) {
    return new ApiRequest(method, path, headers, content, patience)
        .header("Content-Type", "application/octet-stream");
  }

  public ApiRequest header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiRequest(method, path, more, body, patience);
  }

  /** Lets the gateway hold the answer back for so long. */
  public ApiRequest preferWait(Duration wait) {
    return new ApiRequest(method, path, headers, body, PATIENCE.plus(wait))
        .header("Prefer", "wait=" + wait.toSeconds());
  }

  /** Waits so long for the next byte of the answer. */
  public ApiRequest patience(Duration silence) {
    return new ApiRequest(method, path, headers, body, silence);
  }
}
