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
 * The partitions of one queue at the share of that queue, each of which has a claim loop. Those
 * that have use for slots have equal parts of them; so the tasks of a partition leave their slots
 * to the next of the same one, in one call, and one whose master does not answer keeps no more than
 * its part from the others. What cannot be divided goes to one after the other. A queue of one
 * partition has its share as if there were no fork.
 */
final class Fork {
  private final Share share;
  private final IntSupplier slots;
  private final List<Branch> branches = new CopyOnWriteArrayList<>();

  /** Words that are to be passed on. */
  private final AtomicInteger tells = new AtomicInteger();

  /** How many have use for slots. */
  private volatile int active = 1;

  /** Who is told first that there is room: the next after the last that has got some. */
  private volatile int first;

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
    Branch branch = new Branch(branches.size());
    branches.add(branch);
    return branch;
  }

  private boolean isForked() {
    return branches.size() > 1;
  }

  /** All that are active can have it at once. */
  private int wholePart() {
    return slots.getAsInt() / active;
  }

  /** Not all that are active may have it at once. */
  private int part() {
    int among = active;
    return (slots.getAsInt() + among - 1) / among;
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
      int begin = first;
      for (int i = 0; i < branches.size(); i++) {
        branches.get((begin + i) % branches.size()).tellIfRoom();
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
    Stage now = stage;
    int busy = 0;
    boolean seeks = false;
    for (Branch each : branches) {
      busy += each.isActive() ? 1 : 0;
      seeks |= each.stage == Stage.SEEKS;
    }
    active = Math.max(1, busy);
    if (busy > 0) {
      now = seeks ? Stage.SEEKS : Stage.CALLS;
    }
    if (now == told) {
      return null;
    }
    told = now;
    return now;
  }

  /** One partition. */
  private final class Branch implements Outlet {
    private final int index;
    private final Runnable onLeave = this::leave;
    private volatile Runnable onRoom = () -> {};
    private volatile Stage stage = Stage.RESTS;

    /** Slots in which its tasks run, or that are kept for what a claim brings. */
    private final AtomicInteger held = new AtomicInteger();

    private Branch(int index) {
      this.index = index;
    }

    private boolean isActive() {
      return stage == Stage.SEEKS || stage == Stage.CALLS;
    }

    private void tell() {
      onRoom.run();
    }

    private void tellIfRoom() {
      if (stage == Stage.SEEKS && room() > 0) {
        tell();
      }
    }

    @Override
    public int room() {
      return isForked() ? Math.max(0, Math.min(part() - held.get(), share.room())) : share.room();
    }

    @Override
    public int reserve(int max) {
      return hold(share.reserve(isForked() ? Math.min(max, room()) : max));
    }

    /** No more than all may have at once, else the others would never have theirs. */
    @Override
    public int reserve(int max, int ending) {
      if (!isForked()) {
        return hold(share.reserve(max, ending));
      }
      int part = wholePart() - (held.get() - ending);
      return part > 0 ? hold(share.reserve(Math.min(max, part), ending)) : 0;
    }

    private int hold(int given) {
      if (given > 0) {
        held.addAndGet(given);
        first = index + 1;
      }
      return given;
    }

    @Override
    public void unreserve(int left) {
      held.addAndGet(-left);
      share.unreserve(left);
    }

    @Override
    public boolean take(Claim claim) {
      share.take(claim, onLeave);
      return true;
    }

    private void leave() {
      held.decrementAndGet();
      share.leave();
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
    public int most() {
      return isForked() ? part() : share.most();
    }

    @Override
    public boolean shared() {
      return isForked() || share.shared();
    }

    @Override
    public boolean passesOn() {
      return share.passesOn();
    }

    @Override
    public void at(Stage next) {
      if (isForked()) {
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
