package io.sluice.event;

/**
 * Hears what happens in an engine, of some events once a task. The listener of an engine is called
 * on a thread that nothing else of it needs, one event after the other, in order. Up to 65,536
 * events wait for one that is slow; what comes beyond that is dropped and counted ({@link
 * EngineEvent.EventsDropped}). What it throws is logged.
 */
@FunctionalInterface
public interface EngineListener {
  void on(EngineEvent event);

  /** Whether it is to hear {@link EngineEvent.TaskTimed}: a look at the clock for each task. */
  default boolean timesTasks() {
    return false;
  }

  /** Tells both, this one first. */
  default EngineListener and(EngineListener other) {
    EngineListener first = this;
    return new EngineListener() {
      @Override
      public void on(EngineEvent event) {
        first.on(event);
        other.on(event);
      }

      @Override
      public boolean timesTasks() {
        return first.timesTasks() || other.timesTasks();
      }
    };
  }
}
