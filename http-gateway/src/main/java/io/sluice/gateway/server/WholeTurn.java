package io.sluice.gateway.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.metrics.HttpMetrics;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One request on the short way, until its answer is written. The answer may come on any thread; all
 * else happens on the thread of the connection.
 */
final class WholeTurn implements CoreSubscriber<Answer> {
  private static final Logger log = LoggerFactory.getLogger(WholeTurn.class);

  private final ChannelHandlerContext context;
  private final EventLoop loop;
  private final Dispatcher dispatcher;
  private final Visit visit;
  private final Sinks.Empty<Void> over = Sinks.unsafe().empty();
  private Runnable then = () -> {};
  private @Nullable Subscription awaited;
  private @Nullable Answer answer;
  private boolean counted;
  private boolean last;

  WholeTurn(ChannelHandlerContext context, Dispatcher dispatcher, Visit visit) {
    this.context = context;
    this.loop = context.channel().eventLoop();
    this.dispatcher = dispatcher;
    this.visit = visit;
  }

  /**
   * Asks for the answer and writes it; that may be over before this returns.
   *
   * @param written runs once the last byte of the answer is written
   */
  void start(Runnable written) {
    then = written;
    dispatcher.answer(visit).subscribe(this);
  }

  /** Whether the connection ends with the answer. */
  boolean isLast() {
    return last;
  }

  /** The caller is gone. */
  void cancel() {
    if (awaited != null) {
      awaited.cancel();
    }
    end(HttpMetrics.ABORTED);
    over.tryEmitEmpty();
  }

  /** Completes when the answer is written, or the caller is gone. For any thread. */
  Mono<Void> whenOver() {
    return over.asMono();
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    awaited = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(Answer next) {
    answer = next;
    onLoop(this::write);
  }

  @Override
  public void onError(Throwable error) {
    log.error("request {}: no answer could be made", visit.id(), error);
    onLoop(this::abandon);
  }

  @Override
  public void onComplete() {
    if (answer == null) {
      onLoop(this::abandon);
    }
  }

  private void onLoop(Runnable step) {
    if (loop.inEventLoop()) {
      step.run();
    } else {
      loop.execute(step);
    }
  }

  private void write() {
    Answer ready = answer;
    if (counted || ready == null) {
      return;
    }
    last = dispatcher.stops();
    ByteBuf bytes;
    try {
      bytes = AnswerBytes.of(context.alloc(), ready, visit.id(), last);
    } catch (IllegalArgumentException unwritable) {
      onError(unwritable);
      return;
    }
    ChannelFuture written = context.writeAndFlush(bytes);
    end(ready.status());
    if (written.isDone()) {
      goOn();
    } else {
      written.addListener(done -> goOn());
    }
  }

  /** In this order: who waits for the end looks at once whether another request is under way. */
  private void goOn() {
    then.run();
    over.tryEmitEmpty();
  }

  /** The filter hears that the connection is gone, and cancels. */
  private void abandon() {
    ChannelFuture unused = context.close();
  }

  private void end(int status) {
    if (!counted) {
      counted = true;
      dispatcher.ended(visit, status);
    }
  }
}
