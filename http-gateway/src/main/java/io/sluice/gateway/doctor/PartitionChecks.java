package io.sluice.gateway.doctor;

import io.sluice.task.view.PartitionsView;

/** Says how a divided queue is spread, and whether that came to its end. */
final class PartitionChecks {
  static Finding finding(PartitionsView view) {
    String what = "partitions of queue " + view.queue();
    String found = view.partitions().size() + ", generation " + view.generation();
    if (view.dividing()) {
      int leaving = view.partitions().stream().mapToInt(PartitionsView.Partition::leaving).sum();
      return Finding.note(
          what,
          "%s, half done: %d of %d buckets are closed, and their groups, keys and ids take no tasks"
              .formatted(found, leaving, PartitionsView.BUCKETS),
          "any engine that runs ends it, about 8 s after who began it is gone: start one");
    }
    return view.staying() == 0
        ? Finding.ok(what, found)
        : Finding.note(
            what,
            "%s; %d of %d buckets stay where they were in use"
                .formatted(found, view.staying(), PartitionsView.BUCKETS),
            "when the queue has less to do, run sluice queue divide %s %d again"
                .formatted(view.queue(), view.partitions().size()));
  }

  private PartitionChecks() {}
}
