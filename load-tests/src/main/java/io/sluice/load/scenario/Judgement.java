package io.sluice.load.scenario;

import io.sluice.load.measure.LedgerVerdict;
import io.sluice.task.view.Ledger;
import java.util.List;

/**
 * What the ledger check said, and by which books.
 *
 * @param queues the ledger of each queue; empty where it cannot be seen
 */
record Judgement(LedgerVerdict verdict, List<Ledger> queues) {}
