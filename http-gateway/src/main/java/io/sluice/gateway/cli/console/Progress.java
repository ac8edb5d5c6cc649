package io.sluice.gateway.cli.console;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** A bar on standard error, if that is a terminal; nothing elsewhere. */
public final class Progress implements AutoCloseable {
  private static final long NOT_KNOWN = -1;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  public static Progress on(long most) {
    return new Progress(
        Terminal.ERR.isThere()
            ? new ProgressBarBuilder()
                .setTaskName("tasks")
                .setInitialMax(most)
                .setConsumer(new PlainBar(System.err))
                .showSpeed()
                .build()
            : null);
  }

  /** Nobody knows how many there will be. */
  public static Progress withoutEnd() {
    return on(NOT_KNOWN);
  }

  public void at(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
