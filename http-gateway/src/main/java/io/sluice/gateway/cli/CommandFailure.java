package io.sluice.gateway.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with a line for people and an exit code; a stack trace would say no more. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
