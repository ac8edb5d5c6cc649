package io.sluice.spec.fair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** A claim, one task after the other. */
public final class Picks {
  private final Shares shares;
  private final ToLongFunction<String> weight;
  private final List<Pick> picked = new ArrayList<>();

  /** A task, and the group whose turn it was. */
  public record Pick(String group, String id) {}

  /**
   * @param shares are not changed until the picks are {@link #served}
   * @param weight of a group
   */
  public Picks(Shares shares, ToLongFunction<String> weight) {
    this.shares = shares;
    this.weight = weight;
  }

  /**
   * The first tasks in the order in which they take their turns.
   *
   * @param waiting of each group its tasks, first first
   * @param allowed how many of a group may start
   * @param told whether a script took it, which may decide a tie as rounding does
   */
  public List<Pick> first(
      long most,
      Map<String, List<String>> waiting,
      ToLongFunction<String> allowed,
      Predicate<String> told) {
    Shares ahead = shares.copy();
    Map<String, Integer> taken = new HashMap<>();
    picked.clear();
    while (picked.size() < most) {
      Set<String> claimable = new TreeSet<>();
      waiting.forEach(
          (group, ids) -> {
            int at = taken.getOrDefault(group, 0);
            if (at < ids.size() && at < allowed.applyAsLong(group)) {
              claimable.add(group);
            }
          });
      if (claimable.isEmpty()) {
        break;
      }
      List<String> tied = ahead.nextAsRounded(claimable);
      String group =
          tied.stream()
              .filter(one -> told.test(waiting.get(one).get(taken.getOrDefault(one, 0))))
              .findFirst()
              .orElse(tied.get(0));
      int at = taken.merge(group, 1, Integer::sum) - 1;
      picked.add(new Pick(group, waiting.get(group).get(at)));
      ahead.serve(group, weight.applyAsLong(group));
    }
    return List.copyOf(picked);
  }

  /** These take their turns. */
  public void served(List<Pick> picks) {
    picks.forEach(pick -> shares.serve(pick.group(), weight.applyAsLong(pick.group())));
  }
}
