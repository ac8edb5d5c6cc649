package io.sluice.load.chaos;

import io.sluice.load.chaos.Note.Kind;
import io.sluice.load.fault.Topology;
import io.sluice.task.QueueName;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import java.util.BitSet;
import java.util.List;

/** A run in which all is well, of which tests break one thing and have it judged. */
abstract class JudgedRun {
  static final int TASKS = 6;
  static final int WRONG = 2;

  /** Sends are stamped by the clock. */
  static final long ORIGIN = System.currentTimeMillis();

  final Sends sends = new Sends(TASKS, ORIGIN);
  final History history = new History(0, TASKS, ORIGIN);
  final Fates fates = new Fates(TASKS);
  final FaultLog faults;
  final BitSet poison = new BitSet();
  List<String> orphans = List.of();
  Evidence.Letters letters = Evidence.Letters.NONE;
  long accepted = TASKS;
  long succeeded = TASKS;
  long dead;
  long retried;
  long reaped;
  long unfinished;

  JudgedRun() {
    this(Topology.SINGLE);
  }

  JudgedRun(Topology topology) {
    faults = new FaultLog(topology);
    for (int task = 0; task < TASKS; task++) {
      sends.sent(task);
      sends.acknowledged(task, "0123456789abcdef01234567");
      ran(1, task, 10, 100);
      note(Kind.SUCCEEDED, 1, task, 10, 130);
      fates.found(task, Fates.Fate.SUCCEEDED, 0);
    }
  }

  Judge.Judged judged() {
    return Judge.judge(
        new Evidence(sends, history, fates, audit(), orphans, letters, faults, poison));
  }

  void crashed(int task) {
    fates.found(task, Fates.Fate.SUCCEEDED, 1);
    reaped++;
  }

  /** A claim is known by the ms at which it was made. */
  void ran(int worker, int task, long claimedAt, long at) {
    note(Kind.START, worker, task, claimedAt, at);
  }

  void note(Kind kind, int worker, int task, long claimedAt, long at) {
    history.add(worker, new Note(kind, 0, 1, task, claimedAt, ORIGIN + at, ORIGIN + claimedAt));
  }

  Ledger audit() {
    return new Ledger(
        QueueName.of("chaos"),
        0,
        0,
        0,
        unfinished,
        new QueueView.Totals(accepted, succeeded, retried, reaped, 0, 0, dead, 0, 0, 0),
        Ledger.Corrections.NONE);
  }
}
