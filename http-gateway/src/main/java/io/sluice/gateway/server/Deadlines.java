package io.sluice.gateway.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.sluice.gateway.http.RequestClock;
import io.sluice.gateway.http.Timeouts;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one connection now and then, and ends it when its other side keeps the server waiting:
 * with what it sends, or by not taking what is sent to it. In place of Reactor Netty's timeouts,
 * which see no head that comes byte by byte, and which run on while the server itself reads
 * nothing.
 */
final class Deadlines extends ChannelDuplexHandler {
  /** Looks in the time of the shortest timeout; so late a connection is ended at most. */
  private static final int LOOKS = 5;

  private final RequestClock clock;
  private final Timeouts timeouts;
  private final long every;
  private @Nullable Future<?> looking;
  private long lookedAt;
  private int waitingToBeTaken;
  private long waitingSince;

  Deadlines(RequestClock clock, Timeouts timeouts) {
    this.clock = clock;
    this.timeouts = timeouts;
    this.every =
        Stream.of(timeouts.idle(), timeouts.read(), timeouts.request(), timeouts.stall())
                .mapToLong(Duration::toNanos)
                .min()
                .orElseThrow()
            / LOOKS;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    lookedAt = now(context);
    looking =
        context
            .executor()
            .scheduleWithFixedDelay(() -> look(context), every, every, TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (looking != null) {
      looking.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    clock.stirs(now(context));
    context.fireChannelRead(message);
  }

  @Override
  public void read(ChannelHandlerContext context) {
    clock.stirs(now(context));
    context.read();
  }

  private void look(ChannelHandlerContext context) {
    long now = now(context);
    if (isBehind(now)) {
      return;
    }
    if (isStalled(context, now)) {
      close(context);
      return;
    }
    switch (clock.look(now, context.channel().config().isAutoRead())) {
      case CLOSE -> close(context);
      case TOO_SLOW -> context.fireUserEventTriggered(RequestFilter.TOO_SLOW);
      case GOES_ON -> {}
    }
  }

  /**
   * Whether this thread was too busy to look in time. Then it was too busy to read as well, and
   * what seems to be missing may be there already.
   */
  private boolean isBehind(long now) {
    boolean behind = now - lookedAt > 2 * every;
    lookedAt = now;
    return behind;
  }

  /** Whether something has waited for the whole timeout and nothing of it was taken. */
  private boolean isStalled(ChannelHandlerContext context, long now) {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    if (buffer == null || buffer.isEmpty()) {
      waitingSince = now;
      return false;
    }
    int first = Objects.hash(System.identityHashCode(buffer.current()), buffer.currentProgress());
    if (first != waitingToBeTaken) {
      waitingToBeTaken = first;
      waitingSince = now;
    }
    return now - waitingSince >= timeouts.stall().toNanos();
  }

  private static void close(ChannelHandlerContext context) {
    ChannelFuture unused = context.close();
  }

  private static long now(ChannelHandlerContext context) {
    return context.executor().ticker().nanoTime();
  }
}
