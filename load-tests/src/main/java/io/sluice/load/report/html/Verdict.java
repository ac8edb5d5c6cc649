package io.sluice.load.report.html;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the words of a verdict mean to a reader who was not there. */
enum Verdict {
  OK("ok", 0, "Every accepted task is accounted for, and nothing that was asked for was missed."),
  FAILED("failed", 1, "Tasks were refused or ended badly, but all are accounted for."),
  BEHIND(
      "generator fell behind",
      96,
      "The generator did not keep to its plan, so the figures say nothing. Lower the rate, or give "
          + "it more cores."),
  REGRESSION("regression", 97, "It is worse than what it was compared with."),
  RULE_BROKEN(
      "rule broken",
      98,
      "No task was lost or doubled, and something else is not as promised: the findings say what."),
  LOST_OR_DOUBLED(
      "lost or doubled", 98, "The promise is broken: tasks were lost, or ran or ended twice."),
  SLO_MISSED("slo missed", 99, "All tasks are accounted for, but an objective was missed.");

  private final String words;
  private final int exitCode;
  private final String meaning;

  Verdict(String words, int exitCode, String meaning) {
    this.words = words;
    this.exitCode = exitCode;
    this.meaning = meaning;
  }

  /** The verdict of these words, when it is one we know: results may be newer than this. */
  static Optional<Verdict> of(String said) {
    String lower = said.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(verdict -> verdict.words.equals(lower)).findFirst();
  }

  boolean good() {
    return this == OK;
  }

  /** The exit code and what it stands for. */
  String explained() {
    return "Exit code " + exitCode + ". " + meaning;
  }
}
