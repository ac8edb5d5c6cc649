package io.sluice.redis.sentinel;

import io.lettuce.core.ConnectionBuilder;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * A client of a master that Sentinels know. Lettuce asks where that is before it connects, and
 * before each time that it connects again.
 */
public final class SentinelClient extends RedisClient {
  private final RedisURI uri;
  private final String ofMaster;
  private final Sentinels sentinels;

  /**
   * @param uri is not changed any more
   */
  public SentinelClient(ClientResources resources, RedisURI uri) {
    super(resources, uri);
    this.uri = uri;
    this.ofMaster = uri.toString();
    this.sentinels = new Sentinels(this, uri);
  }

  @Override
  protected Mono<SocketAddress> getSocketAddress(RedisURI asked) {
    return asked.equals(uri) ? sentinels.address() : super.getSocketAddress(asked);
  }

  @Override
  public CompletableFuture<Void> shutdownAsync(long quietPeriod, long timeout, TimeUnit unit) {
    sentinels.end();
    return super.shutdownAsync(quietPeriod, timeout, unit);
  }

  /** Whether this is the channel of a connection to a master, and not to a Sentinel. */
  public boolean isOfMaster(Channel channel) {
    return ofMaster.equals(channel.attr(ConnectionBuilder.REDIS_URI).get());
  }

  /**
   * Closes those of these connections that lead elsewhere, whenever the Sentinels name another
   * master, until it is disposed of.
   */
  public Disposable watch(ChannelGroup channels) {
    return new SentinelWatch(
        sentinels,
        master -> {
          ChannelGroupFuture unused = channels.close(channel -> leadsElsewhere(channel, master));
        });
  }

  /** One that is being made leads nowhere yet. */
  private static boolean leadsElsewhere(Channel channel, Master master) {
    SocketAddress at = channel.remoteAddress();
    return at != null && !master.isAt(at);
  }
}
