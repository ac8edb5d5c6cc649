package io.sluice.gateway.cli.console;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Draws a bar on standard error, each time over the one before. The one of the library asks a
 * terminal library for the width, which takes the interrupt signal away from the JVM: Ctrl-C would
 * end the process before it could say anything.
 */
final class PlainBar implements ProgressBarConsumer {
  private static final int WIDTH = 79;

  private final PrintStream out;

  PlainBar(PrintStream out) {
    this.out = out;
  }

  @Override
  public int getMaxRenderedLength() {
    return WIDTH;
  }

  @Override
  public void accept(String bar) {
    out.print('\r' + bar);
    out.flush();
  }

  @Override
  public void close() {
    out.println();
    out.flush();
  }
}
