package io.sluice.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Names that come from outside, as values of a tag: the first so many, and one for all others. */
final class Names {
  static final String OTHER = "other";

  private final int most;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  Names(int most) {
    this.most = most;
  }

  String bounded(String name) {
    if (known.contains(name)) {
      return name;
    }
    if (known.size() >= most) {
      return OTHER;
    }
    known.add(name);
    return name;
  }
}
