package io.sluice.load.measure;

/** Is shown a pass while it runs. Called by one thread at a time. */
public interface Onlooker {
  /** Looks away. */
  Onlooker NOBODY =
      new Onlooker() {
        @Override
        public void see(Glance glance) {}

        @Override
        public void done() {}
      };

  /** Called at the end of each interval. */
  void see(Glance glance);

  /** Called once when the pass is over, however it ended. */
  void done();
}
