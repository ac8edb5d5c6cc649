package io.sluice.redis.link;

import io.lettuce.core.protocol.RedisCommand;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which something was asked and nothing at all came back for too long, so
 * that another is made.
 *
 * <p>A path that swallows what is sent breaks no connection: TCP goes on sending for many seconds,
 * or is told by something in between that all arrived. Each command on it would time out, one after
 * the other, for as long as that lasts.
 */
final class Silence extends ChannelDuplexHandler {
  private final long boundNanos;

  /** Replies come in the order of the commands, so when this one has its reply, all have. */
  private @Nullable RedisCommand<?, ?, ?> lastAsked;

  private long silentSince;
  private boolean watching;

  private Silence(Duration bound) {
    boundNanos = bound.toNanos();
  }

  /** Behind everything of Lettuce's own, where commands are still commands. */
  static void watch(Channel channel, Duration bound) {
    channel.pipeline().addLast(new Silence(bound));
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    RedisCommand<?, ?, ?> asked = lastOf(message);
    if (asked != null) {
      silentSince = lastAsked == null ? System.nanoTime() : silentSince;
      lastAsked = asked;
      watch(context);
    }
    ChannelFuture unused = context.write(message, promise);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    silentSince = System.nanoTime();
    if (lastAsked != null && lastAsked.isDone()) {
      lastAsked = null;
    }
    context.fireChannelReadComplete();
  }

  private void watch(ChannelHandlerContext context) {
    if (!watching) {
      watching = true;
      lookIn(context, boundNanos);
    }
  }

  private void lookIn(ChannelHandlerContext context, long nanos) {
    Future<?> unused =
        context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void look(ChannelHandlerContext context) {
    long left = boundNanos - (System.nanoTime() - silentSince);
    if (lastAsked == null) {
      watching = false;
    } else if (left > 0) {
      lookIn(context, left);
    } else {
      ChannelFuture unused = context.close();
    }
  }

  private static @Nullable RedisCommand<?, ?, ?> lastOf(Object message) {
    Object last = message;
    if (message instanceof Collection<?> batch) {
      for (Object each : batch) {
        last = each;
      }
    }
    return last instanceof RedisCommand<?, ?, ?> command ? command : null;
  }
}
