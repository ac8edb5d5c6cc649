package io.sluice.settle;

import io.sluice.lane.Forecast;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.Settlement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The next claim of a session, which may go with outcomes. */
public interface Rider {
  /** Of who makes no claims. */
  Rider NONE =
      new Rider() {
        @Override
        public @Nullable Ride take(List<Settlement> items) {
          return null;
        }

        @Override
        public void stood(long number, boolean stands) {}

        @Override
        public void exchanged(long number, ClaimReply.@Nullable Claimed claimed) {}
      };

  /** A claim that goes with outcomes, until it is declined. */
  final class Ride {
    private final long number;
    private final @Nullable ClaimTerms terms;
    private volatile boolean declined;
    private volatile ClaimReply.@Nullable Claimed brought;

    /**
     * @param number of the claim
     * @param terms what it asks for; null when its session is to stand, which goes with one success
     *     of a task that nothing else is to be done about
     */
    public Ride(long number, @Nullable ClaimTerms terms) {
      this.number = number;
      this.terms = terms;
    }

    long number() {
      return number;
    }

    @Nullable ClaimTerms terms() {
      return terms;
    }

    boolean isDeclined() {
      return declined;
    }

    void decline() {
      declined = true;
    }

    ClaimReply.@Nullable Claimed brought() {
      return brought;
    }

    void bring(ClaimReply.Claimed claimed) {
      brought = claimed;
    }
  }

  /**
   * The claim that goes with these outcomes, in one call; null for none. One that was taken is
   * answered, or its call goes on for good.
   */
  @Nullable Ride take(List<Settlement> items);

  /** How quickly the tasks of its claims end. */
  default Forecast forecast() {
    return Forecast.NONE;
  }

  /** Whether the session stands under this number. */
  void stood(long number, boolean stands);

  /** What the claim of this number was given; null when it is to be made by itself. */
  void exchanged(long number, ClaimReply.@Nullable Claimed claimed);
}
