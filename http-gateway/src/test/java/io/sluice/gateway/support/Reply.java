package io.sluice.gateway.support;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came back. */
public record Reply(int status, HttpHeaders headers, byte[] body) {
  private static final JsonMapper MAPPER = new JsonMapper();

  static Reply of(HttpResponse<byte[]> response) {
    return new Reply(response.statusCode(), response.headers(), response.body());
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    return MAPPER.readTree(body);
  }

  /** A member of the body, as text; empty if it is not there. */
  public String member(String name) {
    return json().path(name).asString("");
  }

  /** The header, or an empty string. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }
}
