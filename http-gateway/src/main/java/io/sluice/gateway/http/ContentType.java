package io.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.sluice.gateway.json.JsonLines;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.gateway.problem.Quoted;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks what a body claims to be, before any of it is read. */
final class ContentType {
  private static final String JSON = "application/json";
  private static final String BYTES = "application/octet-stream";

  /** Other names that lines of JSON go by. */
  private static final List<String> LINES =
      List.of(
          JsonLines.MEDIA_TYPE, "application/ndjson", "application/jsonl", "application/x-jsonl");

  static void requireJson(HttpHeaders headers) {
    require(headers, JSON);
  }

  /** Where a task would have been taken in the other forms as well. */
  static void requireJsonTask(HttpHeaders headers) {
    require(
        headers,
        JSON
            + ", or "
            + JsonLines.MEDIA_TYPE
            + " for a stream of lines, or "
            + BYTES
            + " for a payload alone");
  }

  static void requireLines(HttpHeaders headers) {
    if (!isNdjson(headers)) {
      String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
      String given = type == null ? "no content type" : "content type " + Quoted.of(type);
      throw unsupported(given + " is not supported here, send " + JsonLines.MEDIA_TYPE);
    }
  }

  private static void require(HttpHeaders headers, String taken) {
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    if (type == null) {
      throw unsupported("the body needs a Content-Type: " + taken);
    }
    if (!isOf(JSON, type)) {
      throw unsupported("content type " + Quoted.of(type) + " is not supported, send " + taken);
    }
    requirePlainUtf8(headers, type);
  }

  /**
   * Whether the body claims to be lines of JSON; one of them that is not plain UTF-8 is refused.
   */
  static boolean isNdjson(HttpHeaders headers) {
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    if (type == null || !isLines(type)) {
      return false;
    }
    requirePlainUtf8(headers, type);
    return true;
  }

  /** Whether a body that claims to be this is taken as the bytes that came, whatever they are. */
  static boolean isBytes(@Nullable String type) {
    return type != null && isOf(BYTES, type);
  }

  /** Of whatever charset. */
  static boolean isJson(@Nullable String type) {
    return type != null && isOf(JSON, type);
  }

  private static boolean isLines(String type) {
    for (String name : LINES) {
      if (isOf(name, type)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(String media, String type) {
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().equalsIgnoreCase(media);
  }

  private static void requirePlainUtf8(HttpHeaders headers, String type) {
    String[] parts = type.split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT).replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        throw unsupported("JSON must be in UTF-8, the content type is " + Quoted.of(type));
      }
    }
    requireIdentity(headers.get(HttpHeaderNames.CONTENT_ENCODING));
  }

  private static void requireIdentity(@Nullable String encoding) {
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      throw unsupported(
          "content encoding "
              + Quoted.of(encoding)
              + " is not supported, send the body without an encoding");
    }
  }

  private static ProblemException unsupported(String detail) {
    return Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, detail).asException();
  }

  private ContentType() {}
}
