package io.sluice.claim;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/** What a subscriber has requested and not been given. */
final class Requests implements Outlet {
  private final Executor line;
  private final Consumer<Claim> unwanted;

  /** Taken, and about to be given. */
  private final AtomicInteger onTheWay = new AtomicInteger();

  private volatile @Nullable FluxSink<Claim> sink;
  private volatile Runnable onRoom = () -> {};

  /**
   * @param line where the subscriber is given what he requested, in order
   * @param unwanted gets what nobody takes any more when it is about to be given
   */
  Requests(FluxSink<Claim> sink, Executor line, Consumer<Claim> unwanted) {
    this.sink = sink;
    this.line = line;
    this.unwanted = unwanted;
  }

  @Override
  public int room() {
    FluxSink<Claim> asking = sink;
    return asking == null
        ? 0
        : (int)
            Math.max(
                0, Math.min(asking.requestedFromDownstream() - onTheWay.get(), Integer.MAX_VALUE));
  }

  /** Requests cannot be taken back, and one loop serves them: nothing need be kept. */
  @Override
  public int reserve(int max) {
    return Math.min(room(), max);
  }

  @Override
  public boolean take(Claim claim) {
    FluxSink<Claim> taking = sink;
    if (taking == null || taking.isCancelled()) {
      return false;
    }
    onTheWay.incrementAndGet();
    line.execute(() -> give(claim));
    return true;
  }

  private void give(Claim claim) {
    FluxSink<Claim> taking = sink;
    if (taking == null || taking.isCancelled()) {
      unwanted.accept(claim);
      return;
    }
    try {
      taking.next(claim);
    } finally {
      onTheWay.decrementAndGet();
      onRoom.run();
    }
  }

  @Override
  public void onRoom(Runnable told) {
    FluxSink<Claim> asking = sink;
    onRoom = told;
    if (asking != null) {
      asking.onRequest(n -> told.run());
    }
  }

  /** Ends with this error; what is on the way to the subscriber goes back. */
  void fail(Throwable error) {
    FluxSink<Claim> failing = sink;
    sink = null;
    if (failing != null) {
      line.execute(() -> failing.error(error));
    }
  }

  /** Whoever cancelled is let go of at once: what he holds may be settled much later. */
  void leave() {
    sink = null;
  }

  @Override
  public void complete() {
    FluxSink<Claim> taking = sink;
    if (taking != null) {
      line.execute(taking::complete);
    }
  }
}
