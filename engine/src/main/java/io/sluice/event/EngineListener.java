package io.sluice.event;

/**
 * Hears what happens in an engine. Called on the engine's own threads, some of them once a task:
 * must not block and must not throw.
 */
@FunctionalInterface
public interface EngineListener {
  void on(EngineEvent event);

  /** Tells both, this one first. */
  default EngineListener and(EngineListener other) {
    return event -> {
      on(event);
      other.on(event);
    };
  }
}
