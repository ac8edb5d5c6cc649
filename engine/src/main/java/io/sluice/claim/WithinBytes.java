package io.sluice.claim;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** An outlet that has no room while too many bytes are held, whatever else is free. */
final class WithinBytes implements Outlet {
  private final Outlet outlet;
  private final HeldBytes bytes;
  private volatile @Nullable Runnable told;

  WithinBytes(Outlet outlet, HeldBytes bytes) {
    this.outlet = outlet;
    this.bytes = bytes;
  }

  @Override
  public int room() {
    return bytes.hasRoom() ? outlet.room() : 0;
  }

  @Override
  public boolean hasFreeSlot() {
    return outlet.hasFreeSlot();
  }

  @Override
  public int reserve(int most) {
    return outlet.reserve(most);
  }

  @Override
  public void unreserve(int left) {
    outlet.unreserve(left);
  }

  @Override
  public boolean take(Claim claim) {
    return outlet.take(claim);
  }

  @Override
  public void taken(int claims) {
    outlet.taken(claims);
  }

  @Override
  public void onRoom(Runnable toTell) {
    told = toTell;
    bytes.onRoom(toTell);
    outlet.onRoom(toTell);
  }

  @Override
  public boolean shared() {
    return outlet.shared();
  }

  @Override
  public void at(Stage stage) {
    outlet.at(stage);
  }

  @Override
  public Mono<Void> nextEnd() {
    return outlet.nextEnd();
  }

  @Override
  public void complete() {
    Runnable listening = told;
    if (listening != null) {
      bytes.leave(listening);
    }
    outlet.complete();
  }
}
