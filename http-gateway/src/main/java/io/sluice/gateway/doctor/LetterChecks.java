package io.sluice.gateway.doctor;

import io.sluice.task.view.LettersView;
import io.sluice.task.view.LineView;
import java.util.ArrayList;
import java.util.List;

/** Says which letters of a queue do not arrive. */
final class LetterChecks {
  /** After so many tries without an answer, 14 s, a target is told. */
  private static final int MANY_TRIES = 3;

  static List<Finding> findings(LettersView letters) {
    List<Finding> findings = new ArrayList<>();
    if (letters.outOfReach() > 0) {
      findings.add(
          Finding.wrong(
              "letters of queue " + letters.queue(),
              letters.outOfReach()
                  + " times a queue came back without letters that were not kept any more",
              "these letters are lost: compare the tasks of the queues that "
                  + letters.queue()
                  + " hands on to; let replicas lag by less than a minute"));
    }
    if (letters.cut() > 0) {
      findings.add(
          Finding.note(
              "letters of queue " + letters.queue(),
              letters.cut() + " letters were kept for less than a minute after they arrived",
              "a failover of the queue that they went to may have lost them"));
    }
    for (LineView line : letters.lines()) {
      if (line.unsent() > 0 && line.tries() >= MANY_TRIES) {
        findings.add(
            Finding.wrong(
                "letters of queue " + letters.queue(),
                line.unsent() + " wait for queue " + line.target() + ", which does not take them",
                "look for «letters» in the log of an engine, which says why"));
      }
    }
    return findings;
  }

  private LetterChecks() {}
}
