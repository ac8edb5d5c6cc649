package io.sluice.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
  @Test
  void closesConnectionsBeyondTheMostAndTakesNewOnesWhenOthersAreGone() {
    ConnectionLimit limit = new ConnectionLimit(2);
    EmbeddedChannel first = new EmbeddedChannel(limit);
    EmbeddedChannel second = new EmbeddedChannel(limit);
    EmbeddedChannel third = new EmbeddedChannel(limit);

    assertThat(first.isOpen() && second.isOpen()).isTrue();
    assertThat(third.isOpen()).isFalse();
    assertThat(first.close().isSuccess()).isTrue();
    assertThat(new EmbeddedChannel(limit).isOpen()).isTrue();
    assertThat(new EmbeddedChannel(limit).isOpen()).isFalse();
  }
}
