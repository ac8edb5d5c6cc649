package io.sluice.load.scenario;

import io.sluice.load.http.Reply;
import io.sluice.load.measure.Stage;
import reactor.core.publisher.Mono;

/** Puts tasks in, one call each. */
interface Sender {
  /** The stage that the answer ends. */
  Stage stage();

  /** Whether the answer waits for the end of the task. */
  boolean tellsEnd();

  /** Sends one task. Cold. */
  Mono<Reply> send(int sequence);
}
