package io.sluice.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often a connection came back. */
final class Reconnects implements RedisConnectionStateListener {
  private final AtomicInteger count = new AtomicInteger();

  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
    count.incrementAndGet();
  }

  int count() {
    return count.get();
  }
}
