package io.sluice.spec;

import java.util.ArrayList;
import java.util.List;

/** The arguments of a call, read one after the other, as its script reads them. */
final class Args {
  private final List<String> all;
  private int at;

  Args(List<String> all) {
    this.all = all;
  }

  boolean more() {
    return at < all.size();
  }

  String next() {
    return all.get(at++);
  }

  long number() {
    return Long.parseLong(next());
  }

  List<String> next(long count) {
    List<String> some = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      some.add(next());
    }
    return some;
  }

  List<String> rest() {
    return next(all.size() - at);
  }
}
