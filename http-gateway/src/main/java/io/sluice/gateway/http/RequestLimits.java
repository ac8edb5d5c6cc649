package io.sluice.gateway.http;

import io.sluice.gateway.json.Json;
import java.time.Duration;

/** What the server takes from a client at most. Every bound of the HTTP side stands here. */
public final class RequestLimits {
  public static final int MAX_BODY_BYTES = Json.MAX_DOCUMENT_BYTES;

  /** The request line, which holds the URI. */
  public static final int MAX_URI_BYTES = 2 * 1024;

  public static final int MAX_HEADER_BYTES = 8 * 1024;
  public static final int MAX_HEADER_FIELDS = 100;

  /** Unless the server is told otherwise. */
  public static final int DEFAULT_MAX_CONNECTIONS = 2_000;

  /**
   * What the kernel takes from us for one connection before it is sent. Without it, callers that
   * read nothing would each tie up some megabytes.
   */
  public static final int SEND_BUFFER_BYTES = 64 * 1024;

  /** A kept-alive connection without a request is closed after this. */
  public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(5);

  /** The longest silence inside a request. */
  public static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

  /** A caller that takes nothing of what waits for it is let go after this. */
  public static final Duration STALL_TIMEOUT = Duration.ofSeconds(10);

  /** The longest a request may take to come in, save a stream. */
  public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);

  /** The longest {@code Prefer: wait}; what is more is cut. */
  public static final Duration MAX_WAIT = Duration.ofSeconds(60);

  /** What a line of a stream may have beside its payload. */
  private static final int LINE_SLACK_BYTES = 4 * 1024;

  public static int maxLineBytes(int maxPayloadBytes) {
    return maxPayloadBytes + LINE_SLACK_BYTES;
  }

  private RequestLimits() {}
}
