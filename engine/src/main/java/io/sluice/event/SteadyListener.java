package io.sluice.event;

import io.sluice.task.Failure;

/**
 * Keeps what a listener throws from whoever tells it: a loop that ended with its listener would
 * take the engine with it. It is logged, damped.
 */
public final class SteadyListener implements EngineListener {
  private final EngineListener told;
  private final EngineLog log = new EngineLog();

  private SteadyListener(EngineListener told) {
    this.told = told;
  }

  public static EngineListener of(EngineListener told) {
    return told instanceof SteadyListener ? told : new SteadyListener(told);
  }

  @Override
  public void on(EngineEvent event) {
    try {
      told.on(event);
    } catch (Throwable thrown) {
      report(event, thrown);
    }
  }

  @Override
  public boolean timesTasks() {
    try {
      return told.timesTasks();
    } catch (Throwable thrown) {
      return false;
    }
  }

  private void report(EngineEvent event, Throwable thrown) {
    try {
      log.listenerThrew(event, thrown);
    } catch (Throwable unspeakable) {
      log.listenerThrew(event, new IllegalStateException(Failure.of(thrown).type()));
    }
  }
}
