package io.sluice.load.traffic;

import io.sluice.load.measure.LedgerVerdict;
import io.sluice.task.view.Ledger;
import java.util.List;

/**
 * How a run went, for whoever tells more of it than latency and throughput.
 *
 * @param way the measured pass
 * @param queues the ledger of each queue at the end; empty where it cannot be seen
 */
public record Course(Journey way, LedgerVerdict verdict, List<Ledger> queues) {
  /** Whether it is known of every send what became of it, and no worker was lost. */
  boolean plain() {
    return verdict.clean()
        && verdict.unknown() == 0
        && queues.stream().allMatch(queue -> queue.totals().reaped() == 0);
  }
}
