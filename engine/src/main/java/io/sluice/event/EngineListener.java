package io.sluice.event;

/**
 * Hears what happens in an engine. Called on the engine's own threads, some of them once a task:
 * must not block and must not throw.
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
