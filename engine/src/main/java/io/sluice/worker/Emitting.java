package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.guard.Caught;
import io.sluice.store.stream.Verdict;
import io.sluice.task.BuryTaskException;
import io.sluice.task.SessionLostException;
import io.sluice.task.handler.Emit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/**
 * One run whose values are kept: gives the last of them once all of them are. Values are requested
 * as Redis takes them: a bounded number of them, and of bytes, is on its way.
 */
final class Emitting<R> extends BaseSubscriber<R> {
  /** Values that are on their way at once. */
  static final int WINDOW = 64;

  /** Beyond these bytes on their way nothing more is requested. */
  static final int WINDOW_BYTES = 256 * 1024;

  private final Claim claim;
  private final Emit bounds;
  private final Function<R, byte[]> encoded;
  private final MonoSink<R> sink;

  /** Takes back what is on its way when the run ends. */
  private final Sinks.Empty<Void> end = Sinks.empty();

  // All guarded by this.

  private @Nullable R last;
  private long emitted;
  private int underWay;
  private long bytesUnderWay;
  private boolean requested;
  private boolean complete;
  private boolean over;

  private Emitting(Claim claim, Emit bounds, Function<R, byte[]> encoded, MonoSink<R> sink) {
    this.claim = claim;
    this.bounds = bounds;
    this.encoded = encoded;
    this.sink = sink;
  }

  /**
   * Keeps what the publisher gives.
   *
   * @param encoded gives the bytes of a value; throws when it cannot be kept
   */
  static <R> Mono<R> kept(
      Publisher<? extends R> values, Claim claim, Emit bounds, Function<R, byte[]> encoded) {
    return Mono.create(
        sink -> {
          Emitting<R> run = new Emitting<>(claim, bounds, encoded, sink);
          sink.onDispose(run);
          values.subscribe(run);
        });
  }

  /** What the run carries down to its handler. */
  @Override
  public Context currentContext() {
    return Context.of(sink.contextView());
  }

  @Override
  protected void hookOnSubscribe(Subscription subscription) {
    requestMore();
  }

  @Override
  protected void hookOnNext(R value) {
    byte[] bytes;
    try {
      bytes = encoded.apply(value);
    } catch (Throwable thrown) {
      fail(thrown);
      return;
    }
    long number;
    synchronized (this) {
      requested = false;
      last = value;
      number = emitted++;
      underWay++;
      bytesUnderWay += bytes.length;
    }
    claim
        .emit(bounds, number, bytes)
        .takeUntilOther(end.asMono())
        .subscribe(verdict -> answered(verdict, bytes.length), this::fail);
    requestMore();
  }

  @Override
  protected void hookOnComplete() {
    synchronized (this) {
      complete = true;
    }
    endIfAllAreKept();
  }

  @Override
  protected void hookOnError(Throwable error) {
    fail(error);
  }

  private void answered(Verdict verdict, int bytes) {
    if (verdict != Verdict.KEPT) {
      fail(refusal(verdict));
      return;
    }
    synchronized (this) {
      underWay--;
      bytesUnderWay -= bytes;
    }
    requestMore();
    endIfAllAreKept();
  }

  private RuntimeException refusal(Verdict verdict) {
    return switch (verdict) {
      case FULL ->
          new BuryTaskException(
              "the stream of task "
                  + claim.id()
                  + " takes at most "
                  + bounds.items()
                  + " items and "
                  + bounds.bytes()
                  + " bytes; emit fewer, or raise the bounds of Emit");
      case LOST -> new SessionLostException("task " + claim.id() + " is held by another claim now");
      case GAP, KEPT ->
          new IllegalStateException(
              "Redis lost items of the stream of task " + claim.id() + "; the task runs again");
    };
  }

  private void requestMore() {
    boolean more;
    synchronized (this) {
      more = !requested && !complete && !over && underWay < WINDOW && bytesUnderWay < WINDOW_BYTES;
      requested |= more;
    }
    if (more) {
      request(1);
    }
  }

  private void endIfAllAreKept() {
    R result;
    synchronized (this) {
      if (!complete || underWay > 0 || over) {
        return;
      }
      over = true;
      result = last;
    }
    sink.success(result);
  }

  private void fail(Throwable error) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    cancel();
    sink.error(Caught.signalOf(error));
  }

  @Override
  protected void hookFinally(SignalType type) {
    if (type == SignalType.CANCEL) {
      synchronized (this) {
        over = true;
      }
      end.tryEmitEmpty();
    }
  }
}
