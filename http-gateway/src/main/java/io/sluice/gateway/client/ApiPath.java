package io.sluice.gateway.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path of the API, with its query; whatever names are made of, they stay one segment each. */
public record ApiPath(String text) {

  /** A path below {@code /v1}. */
  public static ApiPath of(String... segments) {
    StringBuilder path = new StringBuilder("/v1");
    for (String segment : segments) {
      path.append('/').append(encoded(segment));
    }
    return new ApiPath(path.toString());
  }

  public static ApiPath task(String queue, String id, String... more) {
    StringBuilder path = new StringBuilder(of("queues", queue, "tasks", id).text);
    for (String segment : more) {
      path.append('/').append(encoded(segment));
    }
    return new ApiPath(path.toString());
  }

  /** Adds to the query; nothing where there is no value. */
  public ApiPath with(String name, @Nullable String value) {
    if (value == null) {
      return this;
    }
    char before = text.indexOf('?') < 0 ? '?' : '&';
    return new ApiPath(text + before + name + '=' + encoded(value));
  }

  @Override
  public String toString() {
    return text;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
