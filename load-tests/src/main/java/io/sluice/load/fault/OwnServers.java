package io.sluice.load.fault;

import io.sluice.load.target.Target;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Several servers of a run's own, of which one may fail and another takes its place. */
public abstract class OwnServers implements Target {
  /** A vote on a busy machine takes its time. */
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static final int LOOK_MILLIS = 20;
  static final String HOST = "127.0.0.1";

  /** Where they live. */
  final Grounds grounds;

  OwnServers(Grounds grounds) {
    this.grounds = grounds;
  }

  /**
   * What is to be started.
   *
   * @param program of the servers; null for the one that comes along
   * @param nodeTimeout after which a silent server is called gone
   * @param cuttable whether servers are to be cut off from the network
   */
  public record Wish(
      Topology topology, @Nullable Path program, Duration nodeTimeout, boolean cuttable) {}

  /** Starts them on free ports, and gives back when all are well. */
  public static OwnServers start(Wish wish) throws InterruptedException {
    Grounds grounds = Grounds.open(wish.program, wish.cuttable);
    try {
      return switch (wish.topology) {
        case SENTINEL -> OwnSentinels.start(grounds, wish.nodeTimeout);
        case CLUSTER -> OwnCluster.start(grounds, wish.nodeTimeout);
        case SINGLE -> throw new IllegalArgumentException("one server has nobody to take over");
      };
    } catch (RuntimeException | InterruptedException e) {
      grounds.close();
      throw e;
    }
  }

  /** Which of them this is. */
  public abstract Topology topology();

  /** As results tell it. */
  @Override
  public String kind() {
    return topology().wireName();
  }

  /** The server that has the keys of a queue now. */
  abstract OwnNode masterOf(String queue);

  /** Whether another one than that has them by now. */
  abstract boolean isReplaced(OwnNode master, String queue);

  /**
   * Asks for a failover from that master.
   *
   * @param paused whether it takes no writes from before that on
   */
  abstract void failOver(OwnNode master, boolean paused) throws InterruptedException;

  /** Moves the slot of the queue to another master. */
  abstract void moveSlot(String queue) throws InterruptedException;

  /** Starts it, where another one has taken its place. */
  abstract void startAgain(OwnNode node, String queue);

  /** Whether each master has all of its replicas, and everybody agrees. */
  abstract boolean isWhole();

  /** Waits until it is so, for a bounded time. */
  static void await(String what, BooleanSupplier reached) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!isReached(reached)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(what + " did not come within " + LIMIT.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** One that reads what it was sent answers nothing of use. */
  private static boolean isReached(BooleanSupplier reached) {
    try {
      return reached.getAsBoolean();
    } catch (IllegalStateException | NoSuchElementException | UncheckedIOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    grounds.close();
  }
}
