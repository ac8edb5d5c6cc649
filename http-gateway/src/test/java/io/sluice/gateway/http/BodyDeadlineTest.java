package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;

class BodyDeadlineTest {
  private static final long ALMOST = RequestLimits.REQUEST_TIMEOUT.toMillis() - 1;

  private final EmbeddedChannel channel = new EmbeddedChannel(new BodyDeadline());

  @Test
  void endsARequestThatIsNotInAfterItsTime() {
    begin();
    pass(ALMOST);
    assertThat(channel.isOpen()).isTrue();

    assertThatThrownBy(() -> pass(1)).isInstanceOf(ReadTimeoutException.class);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void letsOneBeThatIsIn() {
    begin();
    channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    pass(2 * ALMOST);

    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void givesEachRequestOfAConnectionItsOwnTime() {
    begin();
    pass(ALMOST);
    channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    begin();
    pass(ALMOST);
    assertThat(channel.isOpen()).isTrue();

    assertThatThrownBy(() -> pass(1)).isInstanceOf(ReadTimeoutException.class);
  }

  @Test
  void isLiftedFromAStreamAndFromNothingThatComesAfterIt() {
    begin();
    BodyDeadline.liftFrom(Connection.from(channel));
    pass(10 * ALMOST);
    assertThat(channel.isOpen()).isTrue();
    channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    begin();

    assertThatThrownBy(() -> pass(ALMOST + 1)).isInstanceOf(ReadTimeoutException.class);
  }

  private void begin() {
    channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));
  }

  private void pass(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    channel.checkException();
  }
}
