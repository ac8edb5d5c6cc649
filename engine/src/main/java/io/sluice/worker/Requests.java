package io.sluice.worker;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/** What a subscriber has requested and not been given. */
final class Requests implements Outlet {
  private volatile @Nullable FluxSink<Claim> sink;

  Requests(FluxSink<Claim> sink) {
    this.sink = sink;
  }

  @Override
  public int room() {
    FluxSink<Claim> asking = sink;
    return asking == null ? 0 : (int) Math.min(asking.requestedFromDownstream(), Integer.MAX_VALUE);
  }

  /** Requests cannot be taken back, and one loop serves them: nothing need be kept. */
  @Override
  public int reserve(int most) {
    return Math.min(room(), most);
  }

  @Override
  public boolean take(Claim claim) {
    FluxSink<Claim> taking = sink;
    if (taking == null || taking.isCancelled()) {
      return false;
    }
    taking.next(claim);
    return true;
  }

  @Override
  public void onRoom(Runnable told) {
    FluxSink<Claim> asking = sink;
    if (asking != null) {
      asking.onRequest(n -> told.run());
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
      taking.complete();
    }
  }
}
