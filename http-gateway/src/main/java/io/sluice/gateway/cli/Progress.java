package io.sluice.gateway.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** A bar on the terminal; nothing where there is no terminal. */
final class Progress implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static Progress on(long most) {
    return new Progress(
        System.console() == null
            ? null
            : new ProgressBarBuilder()
                .setTaskName("tasks")
                .setInitialMax(most)
                .showSpeed()
                .build());
  }

  void at(long done) {
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
