package io.sluice.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a request is answered with. Immutable. */
public record Answer(int status, Map<String, String> headers, byte[] body) {
  public static final String CONTENT_TYPE = "Content-Type";
  public static final String LOCATION = "Location";
  public static final String RETRY_AFTER = "Retry-After";

  private static final byte[] NOTHING = new byte[0];

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
    return new Answer(status, Map.of(CONTENT_TYPE, contentType), body);
  }

  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }
}
