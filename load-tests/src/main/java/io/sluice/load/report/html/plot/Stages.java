package io.sluice.load.report.html.plot;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The stages in the order in which a reader asks for them: the whole first, then its parts. */
public final class Stages {
  private static final List<String> ORDER =
      List.of("e2e", "http", "enqueue", "wait", "start", "pickup", "run");

  /** The same names in that order; unknown ones last. */
  public static List<String> inOrder(Collection<String> names) {
    return names.stream().sorted(Comparator.comparingInt(Stages::place)).toList();
  }

  private static int place(String name) {
    int place = ORDER.indexOf(name);
    return place < 0 ? ORDER.size() : place;
  }

  private Stages() {}
}
