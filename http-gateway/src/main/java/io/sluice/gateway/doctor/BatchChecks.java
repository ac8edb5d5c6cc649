package io.sluice.gateway.doctor;

import io.sluice.task.view.BatchesView;
import java.util.ArrayList;
import java.util.List;

/**
 * Says which batches of a queue wait for what does not come, and which of their callbacks failed.
 */
final class BatchChecks {
  static List<Finding> findings(BatchesView batches) {
    String what = "batches of queue " + batches.queue();
    List<Finding> findings = new ArrayList<>();
    batches
        .silent()
        .forEach(
            part ->
                findings.add(
                    Finding.wrong(
                        what,
                        "batch %s waits for its members in queue %s, which has said nothing for %d min"
                            .formatted(part.batch().id(), part.queue(), part.since().toMinutes()),
                        "let an engine look after queue "
                            + part.queue()
                            + ", and see that its Redis can be reached; or cancel the batch")));
    batches
        .deadCallbacks()
        .forEach(
            callback ->
                findings.add(
                    Finding.wrong(
                        what,
                        "callback %s of batch %s is dead"
                            .formatted(callback.task(), callback.batch().id()),
                        "see why with sluice get %1$s %2$s, then sluice retry %1$s %2$s"
                            .formatted(batches.queue(), callback.task()))));
    if (batches.unjoined() > 0) {
      findings.add(
          Finding.note(
              what,
              batches.unjoined() + " follow-ups came after their batch took members no more",
              "they were enqueued as tasks of no batch: seal a batch after its last member"));
    }
    if (batches.unjoinedStopped() > 0) {
      findings.add(
          Finding.note(
              what,
              batches.unjoinedStopped() + " follow-ups were not enqueued",
              "their batches were cancelled"));
    }
    if (batches.unknownReports() > 0) {
      findings.add(
          Finding.note(
              what,
              batches.unknownReports() + " times another queue told of a batch that is not here",
              "batches that were deleted early, or that Redis lost with its last writes"));
    }
    return findings;
  }

  private BatchChecks() {}
}
