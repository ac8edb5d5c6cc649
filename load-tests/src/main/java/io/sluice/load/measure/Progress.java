package io.sluice.load.measure;

/**
 * How far a measured pass has come, in counts since its start. The sampler asks about once a
 * second, on a thread of its own, while the pass runs: answers must be cheap and thread-safe.
 */
public interface Progress {
  /** Sends that were due by now, made or not. */
  long offered();

  /** Sends that were made. */
  long sent();

  /** Sends that were accepted. */
  long acknowledged();

  /** Tasks that have ended. */
  long completed();

  /** Where the pass records its times. */
  Latencies latencies();
}
