package io.sluice.load.chaos;

import io.sluice.load.chaos.Note.Kind;
import io.sluice.load.measure.LedgerVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a run, in the order in which tasks go through them, each judged for itself: a stage
 * is sent exactly what the one before succeeded with, so that each input must have one accepted
 * outcome in each.
 *
 * @param all at least one
 */
record Stages(List<Stage> all) {

  /** A queue, what is known of it, and what was found. */
  record Stage(String queue, Evidence evidence, Judge.Judged judged) {
    Stage(String queue, Evidence evidence) {
      this(queue, evidence, Judge.judge(evidence));
    }

    private Map<String, Object> figures() {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("queue", queue);
      figures.put("inputs", judged.counts().inputs());
      figures.put("accepted", judged.verdict().accepted());
      figures.put("succeeded", judged.verdict().succeeded());
      figures.put("dead", judged.verdict().dead());
      figures.put("executions", judged.counts().executions());
      figures.put("reaped", judged.counts().reaped());
      figures.put("refusedOutcomes", judged.counts().refusedOutcomes());
      return figures;
    }
  }

  Stages {
    all = List.copyOf(all);
  }

  /**
   * What a stage was sent: a follow-up of each task that succeeded in the stage before. Where
   * nobody knows whether a task did, nobody knows whether it has one.
   *
   * @param there what the stage keeps
   */
  static Sends sent(Evidence before, Inventory there) {
    Sends sends = new Sends(before.sends().tasks(), before.sends().origin());
    for (int task = 0; task < sends.tasks(); task++) {
      List<History.Entry> entries = before.history().of(task);
      Fates.Fate fate = before.fates().of(task);
      Sends.Send send =
          fate == Fates.Fate.SUCCEEDED || has(Kind.SUCCEEDED, entries)
              ? Sends.Send.ACKNOWLEDGED
              : fate == Fates.Fate.UNASKED && has(Kind.START, entries)
                  ? Sends.Send.UNKNOWN
                  : Sends.Send.NONE;
      long at =
          entries.isEmpty() ? before.sends().origin() : entries.get(entries.size() - 1).note().at();
      sends.handedOn(task, send, at, there.id(task));
    }
    return sends;
  }

  private static boolean has(Kind kind, List<History.Entry> entries) {
    return entries.stream().anyMatch(entry -> entry.note().kind() == kind);
  }

  /** Of all queues; a finding names its queue when there are several. */
  LedgerVerdict verdict() {
    List<String> findings = new ArrayList<>();
    for (Stage stage : all) {
      String where = all.size() == 1 ? "" : stage.queue + ": ";
      stage.judged.verdict().findings().forEach(finding -> findings.add(where + finding));
    }
    return new LedgerVerdict(
        sum(stage -> stage.judged.verdict().accepted()),
        sum(stage -> stage.judged.verdict().succeeded()),
        sum(stage -> stage.judged.verdict().dead()),
        sum(stage -> stage.judged.verdict().refused()),
        sum(stage -> stage.judged.verdict().unknown()),
        sum(stage -> stage.judged.verdict().lost()),
        sum(stage -> stage.judged.verdict().doubled()),
        findings);
  }

  Judge.Counts counts() {
    return new Judge.Counts(
        sum(stage -> stage.judged.counts().inputs()),
        sum(stage -> stage.judged.counts().executions()),
        sum(stage -> stage.judged.counts().refusedOutcomes()),
        sum(stage -> stage.judged.counts().retried()),
        sum(stage -> stage.judged.counts().reaped()),
        sum(stage -> stage.judged.counts().released()),
        sum(stage -> stage.judged.counts().takenBack()),
        sum(stage -> stage.judged.counts().ranAgain()));
  }

  Redelivery redelivery() {
    Redelivery sum = new Redelivery(Map.of());
    all.forEach(stage -> sum.add(stage.judged.redelivery()));
    return sum;
  }

  /** Of the last stage. */
  long finished() {
    return all.get(all.size() - 1).judged.verdict().succeeded();
  }

  List<Map<String, Object>> figures() {
    return all.stream().map(Stage::figures).toList();
  }

  /** Of the first task that a rule is broken for, in the first stage that has one. */
  @Nullable String story(Map<Integer, Long> pids) {
    for (Stage stage : all) {
      if (stage.judged.firstWrong() != Note.NO_TASK) {
        String where = all.size() == 1 ? "" : stage.queue + ", ";
        return where + Story.of(stage.evidence, pids, stage.judged.firstWrong());
      }
    }
    return null;
  }

  private long sum(ToLongFunction<Stage> figure) {
    return all.stream().mapToLong(figure).sum();
  }
}
