package io.sluice.gateway.doctor;

import io.sluice.gateway.push.PushWorkers;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.PushTarget;
import io.sluice.task.view.WorkerView;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Says whether somebody sends the tasks of a queue to its target, and who else runs them. */
final class TargetChecks {
  /** Sessions that are looked at. */
  static final int LOOKED_AT = 1_000;

  /**
   * @param workers of the queue that live, the first of them
   */
  static Finding finding(QueueName queue, PushTarget target, List<WorkerView> workers) {
    String what = "target of queue " + queue;
    List<String> gateways =
        workers.stream()
            .map(WorkerView::host)
            .filter(Objects::nonNull)
            .filter(host -> host.startsWith(PushWorkers.HOST))
            .map(host -> host.substring(PushWorkers.HOST.length()))
            .distinct()
            .collect(Collectors.toList());
    if (gateways.isEmpty()) {
      return Finding.wrong(
          what,
          "no gateway sends tasks to " + target.url(),
          "start a gateway with --push-file and a line allow=%s://%s:%d, or see in the log of a gateway why it does not"
              .formatted(target.scheme(), target.host(), target.port()));
    }
    long others =
        workers.stream()
            .map(WorkerView::host)
            .filter(host -> host == null || !host.startsWith(PushWorkers.HOST))
            .count();
    return others == 0
        ? Finding.ok(what, target.url() + ", by " + String.join(", ", gateways))
        : Finding.note(
            what,
            target.url() + ", by " + String.join(", ", gateways),
            others + " other workers run tasks of this queue as well, which are not sent then");
  }

  private TargetChecks() {}
}
