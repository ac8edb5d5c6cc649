package io.sluice.redis.property;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Ids of any letters and length, and those that were given to a task. */
final class Ids {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

  private final Set<String> used = new HashSet<>();
  private final List<String> all = new ArrayList<>();

  List<String> all() {
    return all;
  }

  String any(int pick) {
    return all.isEmpty() ? "unknown" : all.get(pick % all.size());
  }

  String recent(int pick, int most) {
    int few = Math.min(most, all.size());
    return few == 0 ? "unknown" : all.get(all.size() - 1 - pick % few);
  }

  String next(RandomGenerator random) {
    StringBuilder id = new StringBuilder();
    int length = 1 + (random.nextInt(8) == 0 ? random.nextInt(120) : random.nextInt(4));
    do {
      while (id.length() < length) {
        id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      length++;
    } while (!used.add(id.toString()));
    all.add(id.toString());
    return id.toString();
  }
}
