package io.sluice.gateway.http;

import java.util.List;

/** A strong validator: names one version of what a URI shows. */
public record ETag(String value) {
  public static final String HEADER = "ETag";
  public static final String IF_NONE_MATCH = "If-None-Match";

  /** As it stands in a header. */
  public String quoted() {
    return '"' + value + '"';
  }

  /** Whether one of the {@code If-None-Match} headers names this version. */
  boolean isIn(List<String> ifNoneMatch) {
    return ifNoneMatch.stream()
        .flatMap(header -> List.of(header.split(",", -1)).stream())
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || opaque(tag).equals(quoted()));
  }

  /** {@code If-None-Match} compares weakly. */
  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }
}
