package io.sluice.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Flux;

/** What a request is answered with. Immutable. */
public record Answer(int status, Map<String, String> headers, Body body) {
  public static final String CONTENT_TYPE = "Content-Type";
  public static final String LOCATION = "Location";
  public static final String RETRY_AFTER = "Retry-After";

  private static final Body NOTHING = new Body.Whole(new byte[0]);

  public static Answer empty(int status) {
    return new Answer(status, Map.of(), NOTHING);
  }

  public static Answer json(int status, byte[] body) {
    return of(status, "application/json", body);
  }

  public static Answer text(int status, String body) {
    return of(status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  public static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, Map.of(CONTENT_TYPE, contentType), new Body.Whole(body));
  }

  /** An answer that is sent part by part, and is to be passed on so by all between. */
  public static Answer flowing(int status, String contentType, Flux<byte[]> parts) {
    return new Answer(status, Map.of(CONTENT_TYPE, contentType), new Body.Parts(parts))
        .with("X-Accel-Buffering", "no");
  }

  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }
}
