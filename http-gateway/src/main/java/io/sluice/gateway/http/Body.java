package io.sluice.gateway.http;

import reactor.core.publisher.Flux;

/** What an answer carries: all of it at once, or part by part as it comes about. */
public sealed interface Body {
  /** Known from the first byte to the last before any is sent. */
  record Whole(byte[] bytes) implements Body {}

  /**
   * Sent as it comes, each part at once. Cold; asked for as the caller takes what was sent, but for
   * about a hundred parts that may wait in the connection, so parts must be small.
   */
  record Parts(Flux<byte[]> parts) implements Body {}
}
