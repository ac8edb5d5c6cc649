package io.sluice.load.result;

/** How a run ended. */
public enum RunVerdict {
  OK("ok"),
  /** Tasks were refused or ended badly, but all are accounted for. */
  FAILED("failed"),
  /** The figures are good, and not good enough. */
  SLO_MISSED("SLO missed"),
  /** The figures say nothing: the load was not what was asked for. */
  GENERATOR_BEHIND("generator fell behind"),
  /** No task is lost or doubled, and something else is not as promised: the findings say what. */
  RULE_BROKEN("rule broken"),
  /** The promise is broken. */
  LOST_OR_DOUBLED("lost or doubled");

  private final String words;

  RunVerdict(String words) {
    this.words = words;
  }

  /** In words, for people and results. */
  public String words() {
    return words;
  }
}
