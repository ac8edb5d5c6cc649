package io.sluice.redis.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.protocol.RedisHandshakeHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.sluice.task.RedisUnavailableException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches how a connection is begun, to tell why it was not, where all that Lettuce says is that it
 * was closed:
 *
 * <ul>
 *   <li>Redis answers what it does not know; some proxies, as twemproxy, end the connection.
 *   <li>A refusal, as of a password, Lettuce handles on another thread, which closes the
 *       connection; on a busy machine the thread of the connection sees that it is closed before it
 *       hears why.
 * </ul>
 */
final class Introduction extends ChannelDuplexHandler {
  /** Lettuce begins with fewer; what comes after them is no introduction any more. */
  private static final int MOST_COMMANDS = 16;

  private static final Set<String> KNOWN_TO_REDIS = Set.of("CLIENT", "SELECT", "HELLO");

  private final Consumer<String> endedBy;
  private final Deque<RedisCommand<?, ?, ?>> unanswered = new ArrayDeque<>(MOST_COMMANDS);
  private int asked;
  private @Nullable Throwable refusal;

  private Introduction(Consumer<String> endedBy) {
    this.endedBy = endedBy;
  }

  /**
   * Behind everything of Lettuce's own, where commands are still commands.
   *
   * @param endedBy hears the name of the command that a connection was ended by while it began
   */
  static void watch(Channel channel, Consumer<String> endedBy) {
    Introduction introduction = new Introduction(endedBy);
    channel.pipeline().addLast(introduction);
    // Before Lettuce hears of the end, and says that there is no connection.
    channel
        .pipeline()
        .addFirst(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelInactive(ChannelHandlerContext context) {
                introduction.ended();
                introduction.tellRefusal(context);
                context.fireChannelInactive();
              }
            });
  }

  /**
   * Why a connection did not come about, if it was ended at a command that every Redis answers and
   * not every proxy; else what is said of it anyway.
   */
  static Throwable explained(String address, @Nullable String endedBy, Throwable error) {
    if (endedBy == null || !KNOWN_TO_REDIS.contains(endedBy)) {
      return error;
    }
    return new RedisUnavailableException(
        "cannot connect to "
            + address
            + ": the server there ended the connection when it was sent "
            + endedBy
            + ", as a proxy does that does not know this command (twemproxy); Sluice needs all"
            + " commands of Redis, so give it the address of Redis itself",
        error);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof Collection<?> batch) {
      batch.forEach(this::note);
    } else {
      note(message);
    }
    ChannelFuture unused = context.write(message, promise);
    if (asked > MOST_COMMANDS) {
      context.pipeline().remove(this);
    }
  }

  private void note(Object message) {
    if (message instanceof RedisCommand<?, ?, ?> command && ++asked <= MOST_COMMANDS) {
      unanswered.add(command);
    }
  }

  /** Replies come in the order of the commands. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    while (!unanswered.isEmpty() && unanswered.element().isDone()) {
      noteRefusal(unanswered.remove());
    }
    context.fireChannelReadComplete();
  }

  /** What is only told to Redis, as the name of the library, may be refused. */
  private void noteRefusal(RedisCommand<?, ?, ?> answered) {
    if (answered.getType() != CommandType.CLIENT && answered.getOutput().hasError()) {
      refusal = new RedisCommandExecutionException(answered.getOutput().getError());
    }
  }

  /** While the connection begins, Lettuce takes the first error for the reason. */
  private void tellRefusal(ChannelHandlerContext context) {
    RedisHandshakeHandler beginning = context.pipeline().get(RedisHandshakeHandler.class);
    if (refusal != null
        && beginning != null
        && !beginning.channelInitialized().toCompletableFuture().isDone()) {
      context.fireExceptionCaught(refusal);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    unanswered.clear();
  }

  private void ended() {
    if (!unanswered.isEmpty()) {
      endedBy.accept(new String(unanswered.element().getType().getBytes(), US_ASCII));
    }
  }
}
