package io.sluice.load.chaos;

import io.sluice.task.view.Ledger;
import java.util.BitSet;
import java.util.List;

/**
 * All that the judge goes by.
 *
 * @param sends what producers saw
 * @param history what workers told
 * @param fates what Redis says of each task in the end
 * @param audit of the queue, which held nothing before the run
 * @param orphans keys of the queue that should be empty and are not
 * @param poison numbers of the tasks that end their worker
 */
record Evidence(
    Sends sends,
    History history,
    Fates fates,
    Ledger audit,
    List<String> orphans,
    FaultLog faults,
    BitSet poison) {

  Evidence {
    orphans = List.copyOf(orphans);
  }
}
