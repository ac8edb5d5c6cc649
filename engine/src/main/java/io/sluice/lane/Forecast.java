package io.sluice.lane;

/** What will be handed in within a moment, and is worth a wait. Asked on any thread. */
public interface Forecast {
  /** For who knows nothing of it. */
  Forecast NONE =
      new Forecast() {
        @Override
        public int items() {
          return 0;
        }

        @Override
        public long patienceNanos() {
          return 0;
        }
      };

  /** Items that may come in a moment. */
  int items();

  /** How long it is worth to wait for them, in ns. */
  long patienceNanos();
}
