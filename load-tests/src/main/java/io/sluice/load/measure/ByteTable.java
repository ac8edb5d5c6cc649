package io.sluice.load.measure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A small number for each of many things, one byte each. Thread-safe without locks. */
final class ByteTable {
  /** Counts stop here. */
  static final int MOST = Byte.MAX_VALUE;

  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(byte[].class);

  private final byte[] cells;

  ByteTable(int size) {
    cells = new byte[size];
  }

  int size() {
    return cells.length;
  }

  int get(int index) {
    return (byte) CELL.getAcquire(cells, index);
  }

  void set(int index, int value) {
    CELL.setRelease(cells, index, (byte) value);
  }

  /** Counts one up and gives the new count. */
  int increment(int index) {
    while (true) {
      byte seen = (byte) CELL.getAcquire(cells, index);
      byte next = (byte) Math.min(MOST, seen + 1);
      if (CELL.compareAndSet(cells, index, seen, next)) {
        return next;
      }
    }
  }
}
