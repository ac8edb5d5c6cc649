package io.sluice.load.fault.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One direction of a connection: holds what was read on one side until the other may have it. Lives
 * on one thread. When it holds much, it reads no more, so that the sender's own buffers fill.
 */
final class Pump {
  private static final int MOST_HELD_BYTES = 1 << 20;

  private final Channel from;
  private final Channel to;
  private final Queue<Held> held = new ArrayDeque<>();
  private int heldBytes;
  private long lastDue = System.nanoTime();
  private boolean waiting;
  private boolean shut;
  private boolean discarding;
  private boolean ended;

  /** Bytes, and the moment from which they may pass. */
  private record Held(ByteBuf bytes, long due) {}

  Pump(Channel from, Channel to) {
    this.from = from;
    this.to = to;
  }

  void start() {
    from.config().setAutoRead(true);
  }

  /** Takes the bytes over; they pass after the delay, in the order in which they came. */
  void take(ByteBuf bytes, Duration delay) {
    if (discarding) {
      bytes.release();
      return;
    }
    lastDue = Math.max(lastDue, System.nanoTime() + delay.toNanos());
    held.add(new Held(bytes, lastDue));
    heldBytes += bytes.readableBytes();
    pass();
  }

  /** What is due passes, as far as the other side takes it. */
  void pass() {
    while (!shut && to.isWritable() && isDue()) {
      Held next = held.remove();
      heldBytes -= next.bytes.readableBytes();
      ChannelFuture unused = to.write(next.bytes, to.voidPromise());
    }
    to.flush();
    from.config().setAutoRead(heldBytes < MOST_HELD_BYTES);
    if (ended && !shut && held.isEmpty()) {
      ChannelFuture unused = to.close();
    }
  }

  private boolean isDue() {
    Held next = held.peek();
    if (next == null) {
      return false;
    }
    long wait = next.due - System.nanoTime();
    if (wait > 0 && !waiting) {
      waiting = true;
      Future<?> unused = to.eventLoop().schedule(this::passOn, wait, TimeUnit.NANOSECONDS);
    }
    return wait <= 0;
  }

  private void passOn() {
    waiting = false;
    pass();
  }

  /** Nothing passes until it opens again. */
  void shut() {
    shut = true;
  }

  void open() {
    shut = false;
    pass();
  }

  /** There is no more to come: the other side ends too, once it has what is held. */
  void end() {
    ended = true;
    pass();
  }

  /** What is held and what is still to come goes nowhere. */
  void discard() {
    discarding = true;
    held.forEach(chunk -> ReferenceCountUtil.release(chunk.bytes));
    held.clear();
    heldBytes = 0;
    from.config().setAutoRead(true);
  }
}
