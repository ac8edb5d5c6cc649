package io.sluice.load.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Every note of every task of a queue, 28 bytes each, so that a run of a million tasks fits beside
 * its workers. Notes of one task hang together as a chain. Written by many threads, read when all
 * have ended.
 */
final class History {
  private static final int PAGE_BITS = 16;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int NONE = -1;

  private final int stage;
  private final long origin;
  private final int[] last;
  private final List<Page> pages = new ArrayList<>();
  private int size;
  private long strangers;
  private long releasedUnstarted;

  /** Columns of so many notes. */
  private static final class Page {
    private final long[] what = new long[PAGE];
    private final long[] claims = new long[PAGE];
    private final long[] times = new long[PAGE];
    private final int[] before = new int[PAGE];
  }

  /** A note, and who wrote it. */
  record Entry(int worker, Note note) {}

  /**
   * @param stage the place of the queue, from 0
   * @param tasks their numbers go from zero to one less than this
   * @param origin the instant, in ms, that the run began at
   */
  History(int stage, int tasks, long origin) {
    this.stage = stage;
    this.origin = origin;
    this.last = new int[tasks];
    Arrays.fill(last, NONE);
  }

  int tasks() {
    return last.length;
  }

  synchronized void add(int worker, Note note) {
    int task = note.task();
    if (task == Note.NO_TASK) {
      releasedUnstarted += note.kind() == Note.Kind.RELEASED ? 1 : 0;
      return;
    }
    if (task < 0 || task >= last.length) {
      strangers++;
      return;
    }
    if (size % PAGE == 0) {
      pages.add(new Page());
    }
    Page page = pages.get(size >> PAGE_BITS);
    int at = size % PAGE;
    page.what[at] =
        ((long) note.kind().code() << 56)
            | ((note.attempt() & 0xffL) << 48)
            | (worker & 0xffffffffL);
    page.claims[at] = note.claim();
    page.times[at] =
        ((note.at() - origin) << Integer.SIZE) | ((note.claimedAt() - origin) & 0xffffffffL);
    page.before[at] = last[task];
    last[task] = size++;
  }

  /** Notes of tasks that this run never made. */
  synchronized long strangers() {
    return strangers;
  }

  /** Tasks that were given back before they started; nobody knows which. */
  synchronized long releasedUnstarted() {
    return releasedUnstarted;
  }

  /** What was told of a task, in the order in which it was told. */
  synchronized List<Entry> of(int task) {
    List<Entry> entries = new ArrayList<>();
    for (int index = last[task]; index != NONE; index = page(index).before[index % PAGE]) {
      entries.add(0, entry(task, page(index), index % PAGE));
    }
    entries.sort(Comparator.comparingLong(entry -> entry.note().at()));
    return entries;
  }

  private Page page(int index) {
    return pages.get(index >> PAGE_BITS);
  }

  private Entry entry(int task, Page page, int at) {
    long what = page.what[at];
    long times = page.times[at];
    return new Entry(
        (int) what,
        new Note(
            Note.Kind.of((int) (what >>> 56)),
            stage,
            (int) ((what >>> 48) & 0xff),
            task,
            page.claims[at],
            origin + (times >> Integer.SIZE),
            origin + (int) times));
  }
}
