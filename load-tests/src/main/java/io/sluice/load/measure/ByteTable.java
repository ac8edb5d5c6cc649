package io.sluice.load.measure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A small number for each of many things, one byte each, zero at first. Memory is taken in pages
 * when a number of theirs is first set. Thread-safe without locks.
 */
final class ByteTable {
  /** Counts stop here. */
  static final int MOST = Byte.MAX_VALUE;

  private static final int PAGE = 1 << 16;
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(byte[].class);

  private final int size;
  private final AtomicReferenceArray<byte @Nullable []> pages;

  ByteTable(int size) {
    this.size = size;
    this.pages = new AtomicReferenceArray<>(size / PAGE + 1);
  }

  int size() {
    return size;
  }

  /** Takes the memory for the first of them. */
  void reserve(int count) {
    for (long index = 0; index < count; index += PAGE) {
      page((int) index);
    }
  }

  /** From here on all are zero. */
  int used() {
    int page = pages.length();
    while (page > 0 && pages.get(page - 1) == null) {
      page--;
    }
    return (int) Math.min(size, (long) page * PAGE);
  }

  int get(int index) {
    byte[] page = pages.get(index / PAGE);
    return page == null ? 0 : (byte) CELL.getAcquire(page, index % PAGE);
  }

  void set(int index, int value) {
    CELL.setRelease(page(index), index % PAGE, (byte) value);
  }

  /** Counts one up and gives the new count. */
  int increment(int index) {
    byte[] page = page(index);
    while (true) {
      byte seen = (byte) CELL.getAcquire(page, index % PAGE);
      byte next = (byte) Math.min(MOST, seen + 1);
      if (CELL.compareAndSet(page, index % PAGE, seen, next)) {
        return next;
      }
    }
  }

  private byte[] page(int index) {
    byte[] page = pages.get(index / PAGE);
    if (page != null) {
      return page;
    }
    byte[] fresh = new byte[PAGE];
    byte[] first = pages.compareAndExchange(index / PAGE, null, fresh);
    return first == null ? fresh : first;
  }
}
