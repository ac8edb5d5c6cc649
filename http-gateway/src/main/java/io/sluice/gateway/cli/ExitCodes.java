package io.sluice.gateway.cli;

/** What the commands end with. */
final class ExitCodes {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_FOUND = 3;
  static final int CONFLICT = 4;
  static final int CANNOT_CONNECT = 5;

  /** The ledger does not account for every task. */
  static final int LOST_OR_DOUBLED = 98;

  private ExitCodes() {}
}
