package io.sluice.gateway.cli.console;

import java.io.PrintWriter;

/** Something to say if the command is interrupted before it is closed. */
public final class AtInterrupt implements AutoCloseable {
  private final Thread hook;

  private AtInterrupt(Thread hook) {
    this.hook = hook;
  }

  public static AtInterrupt say(PrintWriter err, String what) {
    Thread hook =
        new Thread(
            () -> {
              err.println();
              err.println(what);
              err.flush();
            },
            "at-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    return new AtInterrupt(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyStopping) {
      // The hook speaks now, or has spoken.
    }
  }
}
