package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.claim.Outlet;
import io.sluice.claim.Stage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The partitions of one queue at the share of that queue, each of which has a claim loop. One of
 * those that seek tasks has its turn, and all the slots that are free are its own: a few from each
 * partition would cost several times as much as a full claim from one. As it makes its call it
 * keeps them, and the turn goes to the next. A queue of one partition has its share as if there
 * were no fork.
 */
final class Fork {
  /** A claim takes at most half of the slots; with more than four partitions, a smaller part. */
  private static final int LEAST_PARTS = 2;

  private final Share share;
  private final IntSupplier slots;
  private final List<Branch> branches = new CopyOnWriteArrayList<>();

  /** Words that are to be passed on. */
  private final AtomicInteger tells = new AtomicInteger();

  private volatile @Nullable Branch turn;
  private Stage told = Stage.RESTS;

  /**
   * @param slots of the worker
   */
  Fork(Share share, IntSupplier slots) {
    this.share = share;
    this.slots = slots;
    share.onRoom(this::tell);
  }

  /** For the claim loop of one more partition. */
  Outlet branch() {
    Branch branch = new Branch();
    branches.add(branch);
    return branch;
  }

  private boolean isForked() {
    return branches.size() > 1;
  }

  /**
   * So that partitions whose master does not answer leave slots to the others: each holds those of
   * one call.
   */
  private int most() {
    int parts = Math.max(LEAST_PARTS, (branches.size() + 1) / 2);
    return Math.max(1, (slots.getAsInt() + parts - 1) / parts);
  }

  private void tell() {
    if (!isForked()) {
      branches.forEach(Branch::tell);
      return;
    }
    if (tells.getAndIncrement() != 0) {
      return;
    }
    int done = 1;
    do {
      Branch next = turn;
      if (next != null) {
        next.tell();
      }
      done = tells.addAndGet(-done);
    } while (done != 0);
  }

  private void moved(Branch branch, Stage stage) {
    Stage now = step(branch, stage);
    if (now != null) {
      share.at(now);
    }
    tell();
  }

  /** The stage of all together, if it is another one now. */
  private synchronized @Nullable Stage step(Branch branch, Stage stage) {
    branch.stage = stage;
    Branch has = turn;
    if (has == null || has.stage != Stage.SEEKS) {
      turn = nextAfter(branch);
    }
    Stage now = together(stage);
    if (now == told) {
      return null;
    }
    told = now;
    return now;
  }

  private @Nullable Branch nextAfter(Branch branch) {
    int at = branches.indexOf(branch);
    for (int i = 1; i <= branches.size(); i++) {
      Branch next = branches.get((at + i) % branches.size());
      if (next.stage == Stage.SEEKS) {
        return next;
      }
    }
    return null;
  }

  private Stage together(Stage last) {
    boolean calls = false;
    for (Branch branch : branches) {
      if (branch.stage == Stage.SEEKS) {
        return Stage.SEEKS;
      }
      calls |= branch.stage == Stage.CALLS;
    }
    return calls ? Stage.CALLS : last;
  }

  /** One partition. */
  private final class Branch implements Outlet {
    private volatile Runnable onRoom = () -> {};
    private volatile Stage stage = Stage.RESTS;

    /** Slots for the claim that is about to be made. */
    private final AtomicInteger kept = new AtomicInteger();

    private boolean hasTurn() {
      return equals(turn);
    }

    private void tell() {
      onRoom.run();
    }

    @Override
    public int room() {
      if (!isForked()) {
        return share.room();
      }
      if (stage == Stage.CALLS) {
        return kept.get();
      }
      return hasTurn() ? Math.min(most(), share.room()) : 0;
    }

    @Override
    public int reserve(int max) {
      if (!isForked()) {
        return share.reserve(max);
      }
      int left = kept.getAndSet(0);
      int given = Math.min(left, max);
      share.unreserve(left - given);
      return given;
    }

    @Override
    public int reserve(int max, int ending) {
      return isForked() ? 0 : share.reserve(max, ending);
    }

    @Override
    public void unreserve(int left) {
      share.unreserve(left);
    }

    @Override
    public boolean take(Claim claim) {
      return share.take(claim);
    }

    @Override
    public void taken(int claims) {
      share.taken(claims);
    }

    @Override
    public void onRoom(Runnable told) {
      onRoom = told;
    }

    @Override
    public boolean shared() {
      return isForked() || share.shared();
    }

    @Override
    public void at(Stage next) {
      if (isForked()) {
        if (next == Stage.CALLS && hasTurn()) {
          kept.addAndGet(share.reserve(most()));
        } else if (next != Stage.CALLS) {
          share.unreserve(kept.getAndSet(0));
        }
        moved(this, next);
      } else {
        stage = next;
        share.at(next);
      }
    }

    @Override
    public Mono<Void> nextEnd() {
      return isForked() ? Mono.never() : share.nextEnd();
    }
  }
}
