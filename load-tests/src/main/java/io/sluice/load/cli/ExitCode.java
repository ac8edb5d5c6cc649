package io.sluice.load.cli;

import io.sluice.load.result.RunVerdict;

/** What scripts go by. The numbers are a contract. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int REDIS_GONE = 95;
  static final int GENERATOR_BEHIND = 96;
  static final int REGRESSION = 97;
  static final int LOST_OR_DOUBLED = 98;
  static final int SLO_MISSED = 99;

  static int of(RunVerdict verdict) {
    return switch (verdict) {
      case OK -> OK;
      case FAILED -> FAILED;
      case SLO_MISSED -> SLO_MISSED;
      case GENERATOR_BEHIND -> GENERATOR_BEHIND;
      case LOST_OR_DOUBLED, RULE_BROKEN -> LOST_OR_DOUBLED;
    };
  }

  private ExitCode() {}
}
