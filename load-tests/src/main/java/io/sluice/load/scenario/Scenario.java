package io.sluice.load.scenario;

import io.sluice.load.result.RunResult;
import reactor.core.publisher.Mono;

/** Something that is done to an engine and measured. */
public interface Scenario {
  /** The name in results. */
  String name();

  /** Does it once, and judges the ledger at the end. Cold. */
  Mono<RunResult> run(Bench bench);
}
