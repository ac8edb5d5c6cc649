package io.sluice.redis;

import reactor.core.publisher.Mono;

/** Looks for the server that has become the right one, in place of the one that is connected. */
interface Search {
  /** Hears what a call ended with; such as say that the right server is another begin a look. */
  void met(Throwable error);

  /** Errors while a call would be of no use. */
  Mono<Void> whileUnderWay();

  /** Looks no more. */
  void stop();
}
