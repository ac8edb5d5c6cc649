package io.sluice.gateway.client;

import io.sluice.gateway.json.JsonTree;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway answered, when it did what was asked.
 *
 * @param etag which version of a task it shows, or null
 */
public record ApiAnswer(int status, byte[] body, boolean isJson, @Nullable String etag) {
  private static final int NOT_MODIFIED = 304;

  /**
   * @throws IllegalArgumentException when the body is no JSON
   */
  public JsonTree json() {
    return JsonTree.parse(body);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Whether it has not changed since the version that the request named. */
  public boolean notModified() {
    return status == NOT_MODIFIED;
  }
}
