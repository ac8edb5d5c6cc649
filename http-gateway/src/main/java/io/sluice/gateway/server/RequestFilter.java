package io.sluice.gateway.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.sluice.gateway.http.RequestClock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;

/**
 * The first to see a request, before the codec: what breaks a rule is refused here, before anything
 * else reads it. Before the codec, since the codec mends what it can (it joins folded lines, drops
 * a length beside chunks) and what was mended cannot be seen any more.
 *
 * <p>It finds the end of each request itself and passes on one at a time: the next head is looked
 * at when the answer before it is written. So a refusal stands in its place in the order of
 * answers, no request is read after one that was refused, and a caller that sends many at once
 * keeps them in its own buffers, not in ours.
 */
final class RequestFilter extends ChannelDuplexHandler {
  /** Says that what is waited for comes too slowly. */
  static final Object TOO_SLOW = new Object();

  private final Consumer<Refusal> refused;
  private final RequestClock clock;
  private final HeadScan scan = new HeadScan();

  private final HeldBytes held = new HeldBytes();
  private final WholeLane lane;

  /** The request under way, when it goes the short way. */
  private volatile @Nullable WholeTurn turn;

  private @Nullable BodyFrame body;
  private @Nullable RequestHead head;
  private boolean underWay;
  private boolean askedFor;
  private boolean taking;
  private boolean passedOn;
  private boolean tookShortWay;
  private boolean over;
  private boolean paused;
  private boolean readWanted;

  /**
   * @param lane takes what need not pass the codec
   * @param refused hears of each refusal
   */
  RequestFilter(RequestClock clock, WholeLane lane, Consumer<Refusal> refused) {
    this.clock = clock;
    this.lane = lane;
    this.refused = refused;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (over) {
      in.release();
      return;
    }
    held.add(context.alloc(), in);
    take(context);
  }

  /** What was passed on nothing of cannot make anybody ask for the rest of it. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!passedOn && !context.channel().config().isAutoRead()) {
      if (!holdsBack()) {
        context.read();
      } else if (turn != null) {
        readWanted = true;
      }
    }
    boolean nobodyElseRead = tookShortWay && !passedOn;
    passedOn = false;
    tookShortWay = false;
    if (!nobodyElseRead) {
      context.fireChannelReadComplete();
    }
  }

  /** The caller, if it keeps its body back, is told to send it. */
  void bodyAskedFor() {
    askedFor = true;
  }

  /**
   * A caller that kept its body back, was not asked for it and has its answer need not send it any
   * more. What comes next is that body or another request, and nobody can say which.
   */
  void answerBegins(ChannelHandlerContext context) {
    if (body != null && !askedFor) {
      over = true;
      held.drop();
      clock.answerAwaited(now(context));
    }
  }

  /** The answer to the request under way is written to its last byte. */
  void answered(ChannelHandlerContext context) {
    underWay = false;
    if (over) {
      close(context);
      return;
    }
    if (body == null) {
      clock.requestAwaited(now(context));
    } else {
      clock.bodyIsLeftOver();
    }
    take(context);
  }

  /** Whether nothing more is read. */
  boolean isOver() {
    return over;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == TOO_SLOW) {
      refuse(context, Refusal.tooSlow());
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  /** While something is held back, nothing more is wanted. */
  @Override
  public void read(ChannelHandlerContext context) {
    if (holdsBack()) {
      readWanted = true;
    } else {
      context.read();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    callerIsGone();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    callerIsGone();
    context.fireChannelInactive();
  }

  /** The request that is on the short way, if there is one. For any thread. */
  @Nullable WholeTurn turn() {
    return turn;
  }

  private void callerIsGone() {
    over = true;
    held.drop();
    WholeTurn left = turn;
    if (left != null) {
      turn = null;
      left.cancel();
    }
  }

  private void take(ChannelHandlerContext context) {
    if (taking) {
      return;
    }
    taking = true;
    try {
      while (!over && held.any() && step(context)) {
        // Each step passes on a head or a part of a body.
      }
    } catch (Refusal refusal) {
      refuse(context, refusal);
    } finally {
      taking = false;
    }
    if (!held.any()) {
      held.drop();
    }
    pauseOrGoOn(context);
  }

  private boolean step(ChannelHandlerContext context) {
    return body != null ? passBody(context, body) : !underWay && passHead(context);
  }

  private boolean passHead(ChannelHandlerContext context) {
    ByteBuf in = held.get();
    clock.headBegins(now(context));
    head = null;
    int size = scan.find(in);
    if (size < 0) {
      return false;
    }
    RequestHead whole = RequestHead.parse(in, size);
    head = whole;
    askedFor = !whole.expectsContinue();
    body = HeadRules.check(whole);
    underWay = true;
    WholeTurn entered = lane.enter(context, whole, body, in, size);
    if (entered != null) {
      begin(context, entered);
      return true;
    }
    if (body == null) {
      clock.answerAwaited(now(context));
    } else {
      clock.bodyBegins(now(context));
    }
    pass(context, size);
    return true;
  }

  private void begin(ChannelHandlerContext context, WholeTurn entered) {
    body = null;
    tookShortWay = true;
    turn = entered;
    clock.answerAwaited(now(context));
    entered.start(
        () -> {
          turn = null;
          over |= entered.isLast();
          answered(context);
        });
  }

  private boolean passBody(ChannelHandlerContext context, BodyFrame frame) {
    int size = frame.take(held.get());
    if (frame.ended()) {
      body = null;
      if (underWay) {
        clock.answerAwaited(now(context));
      } else {
        clock.requestAwaited(now(context));
      }
    }
    pass(context, size);
    return true;
  }

  private void pass(ChannelHandlerContext context, int size) {
    passedOn = true;
    context.fireChannelRead(held.get().readRetainedSlice(size));
  }

  /**
   * A request that was passed on already is told of it, and answers for itself; one that was
   * answered too has nothing more to hear.
   */
  private void refuse(ChannelHandlerContext context, Refusal refusal) {
    over = true;
    held.drop();
    if (underWay && ChannelOperations.get(context.channel()) != null) {
      clock.answerAwaited(now(context));
      context
          .pipeline()
          .context(NettyPipeline.HttpTrafficHandler)
          .fireExceptionCaught(refusal.problem().asException());
    } else if (underWay || body != null) {
      close(context);
    } else {
      refused.accept(refusal);
      clock.closes(now(context));
      RefusalAnswer.write(context, refusal, head);
    }
  }

  private void pauseOrGoOn(ChannelHandlerContext context) {
    boolean hold = holdsBack();
    if (hold && context.channel().config().isAutoRead()) {
      paused = true;
      context.channel().config().setAutoRead(false);
    } else if (!hold && paused) {
      paused = false;
      readWanted = false;
      context.channel().config().setAutoRead(true);
    } else if (!hold && readWanted) {
      readWanted = false;
      context.read();
    }
  }

  private boolean holdsBack() {
    return !over && underWay && body == null && held.any();
  }

  private static void close(ChannelHandlerContext context) {
    ChannelFuture unused = context.close();
  }

  private static long now(ChannelHandlerContext context) {
    return context.executor().ticker().nanoTime();
  }
}
