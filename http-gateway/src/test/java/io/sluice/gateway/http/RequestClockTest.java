package io.sluice.gateway.http;

import static io.sluice.gateway.http.RequestClock.Verdict.CLOSE;
import static io.sluice.gateway.http.RequestClock.Verdict.GOES_ON;
import static io.sluice.gateway.http.RequestClock.Verdict.TOO_SLOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;

class RequestClockTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final RequestClock clock = RequestClock.start(channel, Timeouts.DEFAULT, 0);

  @Test
  void aConnectionWithoutARequestIsClosedAfterFiveSeconds() {
    assertThat(clock.look(5 * SECOND - 1, true)).isEqualTo(GOES_ON);
    assertThat(clock.look(5 * SECOND, true)).isEqualTo(CLOSE);
  }

  @Test
  void aHeadMayTakeFifteenSecondsWithoutASilenceOfFive() {
    assertThat(lookWhileItFlows(Phase.HEAD, 15 * SECOND - 1)).isEqualTo(GOES_ON);
    assertThat(clock.look(15 * SECOND, true)).isEqualTo(TOO_SLOW);
  }

  @Test
  void aHeadThatStopsIsTooSlowAfterFiveSeconds() {
    clock.headBegins(SECOND);
    clock.headBegins(3 * SECOND);

    assertThat(clock.look(6 * SECOND - 1, false)).isEqualTo(GOES_ON);
    assertThat(clock.look(6 * SECOND, false)).isEqualTo(TOO_SLOW);
  }

  @Test
  void aBodyMustBeInFifteenSecondsAfterItsHeadBegan() {
    clock.headBegins(0);
    clock.stirs(4 * SECOND);

    assertThat(lookWhileItFlows(Phase.BODY, 15 * SECOND - 1)).isEqualTo(GOES_ON);
    assertThat(clock.look(15 * SECOND, true)).isEqualTo(TOO_SLOW);
  }

  @Test
  void aStreamMayTakeAsLongAsItFlowsAndItsNextRequestMayNot() {
    clock.bodyBegins(0);
    RequestClock.doNotHurry(Connection.from(channel));
    clock.stirs(100 * SECOND);
    assertThat(clock.look(100 * SECOND, true)).isEqualTo(GOES_ON);
    assertThat(clock.look(105 * SECOND, true)).isEqualTo(TOO_SLOW);
    clock.answerAwaited(105 * SECOND);
    clock.requestAwaited(106 * SECOND);
    clock.bodyBegins(107 * SECOND);
    clock.stirs(121 * SECOND);

    assertThat(clock.look(122 * SECOND, true)).isEqualTo(TOO_SLOW);
  }

  @Test
  void aStreamThatWasAnsweredIsHurriedAgain() {
    clock.bodyBegins(0);
    RequestClock.doNotHurry(Connection.from(channel));
    clock.stirs(20 * SECOND);
    assertThat(clock.look(20 * SECOND, true)).isEqualTo(GOES_ON);
    clock.bodyIsLeftOver();

    assertThat(clock.look(20 * SECOND, true)).isEqualTo(TOO_SLOW);
  }

  @Test
  void silenceOfABodyCountsOnlyWhileTheServerReads() {
    clock.bodyBegins(0);
    RequestClock.doNotHurry(Connection.from(channel));

    assertThat(clock.look(60 * SECOND, false)).isEqualTo(GOES_ON);
    clock.stirs(62 * SECOND);
    assertThat(clock.look(67 * SECOND - 1, true)).isEqualTo(GOES_ON);
    assertThat(clock.look(67 * SECOND, true)).isEqualTo(TOO_SLOW);
  }

  @Test
  void anAnswerMayTakeAnyTimeAndTheNextRequestIsWaitedForFromItsEnd() {
    clock.headBegins(0);
    clock.answerAwaited(SECOND);
    assertThat(clock.look(1000 * SECOND, true)).isEqualTo(GOES_ON);
    clock.requestAwaited(1000 * SECOND);

    assertThat(clock.look(1005 * SECOND - 1, true)).isEqualTo(GOES_ON);
    assertThat(clock.look(1005 * SECOND, true)).isEqualTo(CLOSE);
  }

  @Test
  void theLastAnswerHasASecondToArrive() {
    clock.closes(0);

    assertThat(clock.look(SECOND - 1, true)).isEqualTo(GOES_ON);
    assertThat(clock.look(SECOND, true)).isEqualTo(CLOSE);
  }

  private enum Phase {
    HEAD,
    BODY
  }

  /** Where bytes came up to this time, what the look at it says. */
  private RequestClock.Verdict lookWhileItFlows(Phase phase, long until) {
    if (phase == Phase.HEAD) {
      clock.headBegins(0);
    } else {
      clock.bodyBegins(0);
    }
    clock.stirs(until);
    return clock.look(until, true);
  }
}
