package io.sluice.settle;

import io.sluice.store.Settlement;

/**
 * The next claim of a session, which may go with the outcome of one task: if that is a success of a
 * task that nothing else is to be done about, the session stands by the same call.
 */
public interface Rider {
  /** Of who makes no claims. */
  Rider NONE =
      new Rider() {
        @Override
        public long take(Settlement alone) {
          return 0;
        }

        @Override
        public void answered(long number, boolean stands) {}
      };

  /**
   * The number of a claim that goes with this outcome, which goes alone; 0 for none. A claim that
   * was taken is answered, or its call goes on for good.
   */
  long take(Settlement alone);

  /** Whether the session stands under this number. */
  void answered(long number, boolean stands);
}
