package io.sluice.load.fault;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A signal to a process that this one has started, by its id. */
public enum Signal {
  KILL,
  STOP,
  CONT,
  TERM;

  /** Sends it. A process that has ended meanwhile does not mind. */
  public void to(long pid) {
    try {
      new ProcessBuilder("kill", "-" + name(), String.valueOf(pid))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send " + name() + " to process " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
