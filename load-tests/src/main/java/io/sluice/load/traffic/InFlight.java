package io.sluice.load.traffic;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * When each task that is on its way was sent and accepted. Kept in pages; a page goes when all its
 * tasks have arrived, so memory follows what is in flight and not the length of the run.
 */
final class InFlight {
  /** Instants of {@link System#nanoTime} may be any number but are never exactly this one here. */
  static final long UNKNOWN = 0;

  private static final int PAGE = 4096;

  private final AtomicReferenceArray<@Nullable Page> pages;
  private final int stops;

  private static final class Page {
    final AtomicLongArray sent = new AtomicLongArray(PAGE);
    final AtomicLongArray accepted = new AtomicLongArray(PAGE);
    final AtomicInteger open;

    Page(int stops) {
      open = new AtomicInteger(PAGE * stops);
    }
  }

  /**
   * @param most tasks
   * @param stops how often {@link #passed} will be called for each
   */
  InFlight(int most, int stops) {
    this.pages = new AtomicReferenceArray<>(most / PAGE + 1);
    this.stops = stops;
  }

  void sent(int index, long now) {
    Page page = pages.get(index / PAGE);
    if (page == null) {
      pages.compareAndSet(index / PAGE, null, new Page(stops));
      page = pages.get(index / PAGE);
    }
    if (page != null) {
      page.sent.set(index % PAGE, now);
    }
  }

  void accepted(int index, long now) {
    Page page = pages.get(index / PAGE);
    if (page != null) {
      page.accepted.set(index % PAGE, now);
    }
  }

  long sentAt(int index) {
    Page page = pages.get(index / PAGE);
    return page == null ? UNKNOWN : page.sent.get(index % PAGE);
  }

  long acceptedAt(int index) {
    Page page = pages.get(index / PAGE);
    return page == null ? UNKNOWN : page.accepted.get(index % PAGE);
  }

  /** A task is past so many more of its stops; past the last one its instants may be gone. */
  void passed(int index, int count) {
    Page page = pages.get(index / PAGE);
    if (page != null && page.open.addAndGet(-count) <= 0) {
      pages.set(index / PAGE, null);
    }
  }

  /** How many pages there are now. */
  int pages() {
    return (int) IntStream.range(0, pages.length()).filter(at -> pages.get(at) != null).count();
  }
}
