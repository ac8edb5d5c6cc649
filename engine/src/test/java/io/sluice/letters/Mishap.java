package io.sluice.letters;

import java.util.ArrayList;
import java.util.List;

/**
 * What goes wrong with one call.
 *
 * @param request what becomes of the call
 * @param after how many calls later it comes, where it is late or comes again
 * @param caller what becomes of the one that made it
 */
public record Mishap(Request request, int after, Caller caller) {
  /** When all is over. */
  public static final int AT_THE_END = 1_000_000;

  public static final Mishap NONE = new Mishap(Request.RUNS, 0, Caller.HEARS);

  /** What becomes of a call. */
  public enum Request {
    RUNS,
    LOST,
    LATE,
    RUNS_AND_COMES_AGAIN
  }

  /** What becomes of the one that made a call. */
  public enum Caller {
    HEARS,
    /** It makes the call again. */
    HEARS_NOTHING,
    DIES
  }

  /** Without those that differ by when a late call comes only. */
  public static List<Mishap> kinds() {
    return List.of(
        new Mishap(Request.LOST, 0, Caller.HEARS_NOTHING),
        new Mishap(Request.LOST, 0, Caller.DIES),
        new Mishap(Request.RUNS, 0, Caller.HEARS_NOTHING),
        new Mishap(Request.RUNS, 0, Caller.DIES),
        new Mishap(Request.LATE, 2, Caller.HEARS_NOTHING),
        new Mishap(Request.LATE, AT_THE_END, Caller.DIES),
        new Mishap(Request.RUNS_AND_COMES_AGAIN, 1, Caller.HEARS));
  }

  public static List<Mishap> all() {
    List<Mishap> all = new ArrayList<>();
    for (Caller caller : List.of(Caller.HEARS_NOTHING, Caller.DIES)) {
      all.add(new Mishap(Request.LOST, 0, caller));
      all.add(new Mishap(Request.RUNS, 0, caller));
      for (int after : List.of(1, 2, 3, 4, AT_THE_END)) {
        all.add(new Mishap(Request.LATE, after, caller));
      }
    }
    for (Caller caller : Caller.values()) {
      for (int after : List.of(1, 2, 3, 4, AT_THE_END)) {
        all.add(new Mishap(Request.RUNS_AND_COMES_AGAIN, after, caller));
      }
    }
    return all;
  }

  @Override
  public String toString() {
    String when = after == 0 ? "" : after == AT_THE_END ? " at the end" : " " + after + " later";
    return request + when + ", its caller " + caller;
  }
}
