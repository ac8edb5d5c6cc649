package io.sluice.gateway.http;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.time.Duration;
import reactor.netty.Connection;

/**
 * What one connection is waited for, and since when. Touched by its event loop only; times are
 * nanoseconds of one clock.
 *
 * <p>Silence counts from the last byte, or from when the next one was asked for, whichever came
 * last: so nobody is blamed for bytes that the server itself did not want yet.
 */
public final class RequestClock {
  private static final AttributeKey<RequestClock> KEY = AttributeKey.valueOf("sluice.requestClock");

  /** How long an answer that ends a connection may be on its way before the connection is cut. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** What is to be done about a connection. */
  public enum Verdict {
    GOES_ON,
    CLOSE,
    TOO_SLOW
  }

  private enum Phase {
    BETWEEN,
    HEAD,
    BODY,
    ANSWER,
    CLOSING
  }

  private final Timeouts timeouts;
  private Phase phase = Phase.BETWEEN;
  private long phaseSince;
  private long requestSince;
  private long silentSince;
  private boolean unhurried;

  private RequestClock(Timeouts timeouts, long now) {
    this.timeouts = timeouts;
    this.phaseSince = now;
  }

  /** The clock of this connection, from now on. */
  public static RequestClock start(Channel channel, Timeouts timeouts, long now) {
    RequestClock clock = new RequestClock(timeouts, now);
    channel.attr(KEY).set(clock);
    return clock;
  }

  /** The request that comes in on this connection may take as long as it flows. */
  public static void doNotHurry(Connection connection) {
    RequestClock clock = connection.channel().attr(KEY).get();
    if (clock != null) {
      clock.unhurried = true;
    }
  }

  /** A byte came, or is asked for. */
  public void stirs(long now) {
    silentSince = now;
  }

  /** The first byte of a request is there. */
  public void headBegins(long now) {
    if (phase == Phase.BETWEEN) {
      enter(Phase.HEAD, now);
      requestSince = now;
      silentSince = now;
    }
  }

  public void bodyBegins(long now) {
    headBegins(now);
    unhurried = false;
    enter(Phase.BODY, now);
  }

  /** It is answered already, and the rest of it is only read to be dropped. */
  public void bodyIsLeftOver() {
    unhurried = false;
  }

  /** The request is wholly in; or no more of it is taken in. */
  public void answerAwaited(long now) {
    enter(Phase.ANSWER, now);
  }

  /** All is answered. */
  public void requestAwaited(long now) {
    enter(Phase.BETWEEN, now);
  }

  /** The last answer is on its way. */
  public void closes(long now) {
    enter(Phase.CLOSING, now);
  }

  /**
   * Looks at a connection.
   *
   * @param wanted whether the server reads what comes of a body
   */
  public Verdict look(long now, boolean wanted) {
    if (phase == Phase.BODY && !wanted) {
      silentSince = now;
    }
    return switch (phase) {
      case BETWEEN -> isOver(timeouts.idle(), phaseSince, now) ? Verdict.CLOSE : Verdict.GOES_ON;
      case HEAD, BODY -> isSlow(now) ? Verdict.TOO_SLOW : Verdict.GOES_ON;
      case ANSWER -> Verdict.GOES_ON;
      case CLOSING -> isOver(LINGER, phaseSince, now) ? Verdict.CLOSE : Verdict.GOES_ON;
    };
  }

  private boolean isSlow(long now) {
    boolean hurried = phase == Phase.HEAD || !unhurried;
    return isOver(timeouts.read(), silentSince, now)
        || (hurried && isOver(timeouts.request(), requestSince, now));
  }

  private void enter(Phase next, long now) {
    phase = next;
    phaseSince = now;
  }

  private static boolean isOver(Duration timeout, long since, long now) {
    return now - since >= timeout.toNanos();
  }
}
