package io.sluice.load.chaos;

import io.sluice.load.fault.Fault;
import io.sluice.task.view.Ledger;
import java.util.BitSet;
import java.util.List;

/**
 * All that the judge goes by, of one queue.
 *
 * @param sends what producers saw, or what the stage before handed on
 * @param history what workers told
 * @param fates what Redis says of each task in the end
 * @param audit of the queue, which held nothing before the run
 * @param orphans keys of the queue that should be empty and are not
 * @param letters of this queue, and to it
 * @param poison numbers of the tasks that end their worker
 */
record Evidence(
    Sends sends,
    History history,
    Fates fates,
    Ledger audit,
    List<String> orphans,
    Letters letters,
    FaultLog faults,
    BitSet poison) {

  /**
   * Letters in the end.
   *
   * @param unsent from this queue, which their targets are not known to hold
   * @param outOfReach how often a target had lost some that were not kept any more
   * @param again follow-ups that came to this queue and were known there
   */
  record Letters(long unsent, long outOfReach, long again) {
    static final Letters NONE = new Letters(0, 0, 0);
  }

  Evidence {
    orphans = List.copyOf(orphans);
  }

  /** Whether Redis was full for a while: finished tasks make room then, before their time. */
  boolean wasFull() {
    return faults.counts().containsKey(Fault.OUT_OF_MEMORY);
  }
}
