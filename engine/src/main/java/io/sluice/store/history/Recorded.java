package io.sluice.store.history;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a queue did since it was recorded last.
 *
 * @param intoSecond how much of the second of the store is over
 * @param since how long ago something was recorded before; null when that never was
 * @param sessions how many live workers it has
 * @param latencies that were recorded with it
 */
public record Recorded(
    Duration intoSecond,
    @Nullable Duration since,
    long sessions,
    long accepted,
    long succeeded,
    long retried,
    long dead,
    long ready,
    long running,
    Latencies.Taken latencies) {
  /** Whether anything was counted. */
  public boolean isAnything() {
    return accepted + succeeded + retried + dead > 0 || !latencies.isNothing();
  }
}
