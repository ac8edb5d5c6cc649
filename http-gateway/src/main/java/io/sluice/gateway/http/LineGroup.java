package io.sluice.gateway.http;

import java.util.ArrayList;
import java.util.List;

/**
 * What lines go on together at most.
 *
 * @param lines how many
 * @param bytes how long they are together; a longer line goes alone
 */
public record LineGroup(int lines, int bytes) {
  /** The same lines in groups, in order. */
  List<List<Line>> split(List<Line> all) {
    List<List<Line>> groups = new ArrayList<>();
    int from = 0;
    long held = 0;
    for (int i = 0; i < all.size(); i++) {
      int size = all.get(i).bytes().length;
      if (i > from && (i - from == lines || held + size > bytes)) {
        groups.add(all.subList(from, i));
        from = i;
        held = 0;
      }
      held += size;
    }
    if (from < all.size()) {
      groups.add(all.subList(from, all.size()));
    }
    return groups;
  }
}
