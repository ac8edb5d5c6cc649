package io.sluice.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/** Several things in words: {@code 1, 3 to 5 and 9}. */
final class Listing {
  /** Fewer neighbours than this are told one by one. */
  private static final int SHORTEST_RUN = 3;

  static String of(List<String> parts) {
    int last = parts.size() - 1;
    return last <= 0
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }

  static List<String> runs(BitSet values) {
    return runs(values, String::valueOf);
  }

  static List<String> runs(BitSet values, IntFunction<String> name) {
    List<String> runs = new ArrayList<>();
    for (int from = values.nextSetBit(0); from >= 0; ) {
      int end = values.nextClearBit(from);
      if (end - from >= SHORTEST_RUN) {
        runs.add(name.apply(from) + " to " + name.apply(end - 1));
      } else {
        for (int each = from; each < end; each++) {
          runs.add(name.apply(each));
        }
      }
      from = values.nextSetBit(end);
    }
    return runs;
  }

  private Listing() {}
}
