package io.sluice.letters;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Servers that come back without their last writes.
 *
 * @param sites which, by their places; none when nothing of that kind happens
 * @param at after how many calls
 * @param to after how many calls they had been what they are now; all of them: a restart
 * @param again how many calls later it happens once more; negative for never
 */
public record Failover(Set<Integer> sites, int at, int to, int again) {
  public static final Failover NONE = new Failover(Set.of(), 0, 0, -1);

  /** All within so many calls. */
  public static List<Failover> all(int calls) {
    List<Failover> all = new ArrayList<>();
    for (Set<Integer> sites : List.of(Set.of(0), Set.of(1), Set.of(0, 1))) {
      for (int at = 1; at <= calls; at++) {
        for (int to = 0; to <= at; to++) {
          for (int again : List.of(-1, 0, 2)) {
            all.add(new Failover(sites, at, to, again));
          }
        }
      }
    }
    return all;
  }

  public boolean happensAfter(int calls) {
    return calls == at || (again > 0 && calls == at + again);
  }

  @Override
  public String toString() {
    return sites.isEmpty()
        ? "no failover"
        : "servers "
            + sites
            + " after call "
            + at
            + " as after call "
            + to
            + (again < 0 ? "" : ", and again " + again + " calls later");
  }
}
