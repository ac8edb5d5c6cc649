package io.sluice.load.chaos;

import io.sluice.load.fault.Fault;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** How long no enqueue was acknowledged around each fault of Redis. */
final class Outages {
  /** A silence that begins later than this after a fault is not of that fault. */
  private static final long LATER_MILLIS = 10_000;

  private final long[] answered;
  private final Map<String, long[]> longest = new LinkedHashMap<>();

  private Outages(Sends sends) {
    long[] all = new long[sends.tasks()];
    int count = 0;
    for (int task = 0; task < sends.tasks(); task++) {
      if (sends.send(task) == Sends.Send.ACKNOWLEDGED) {
        all[count++] = sends.answeredAt(task);
      }
    }
    answered = Arrays.copyOf(all, count);
    Arrays.sort(answered);
  }

  /** Of each fault by its name: how often, and the least, the middle and the longest time in ms. */
  static Map<String, Object> of(Sends sends, List<FaultLog.Happened> faults) {
    Outages outages = new Outages(sends);
    List<FaultLog.Happened> ofRedis =
        faults.stream()
            .filter(
                fault ->
                    fault.fault().where() == Fault.Where.REDIS
                        || fault.fault().where() == Fault.Where.TOPOLOGY)
            .sorted(Comparator.comparingLong(FaultLog.Happened::from))
            .toList();
    for (int i = 0; i < ofRedis.size(); i++) {
      long next = i + 1 < ofRedis.size() ? ofRedis.get(i + 1).from() : Long.MAX_VALUE;
      outages.add(ofRedis.get(i), next);
    }
    Map<String, Object> told = new LinkedHashMap<>();
    outages.longest.forEach((name, times) -> told.put(name, spread(times)));
    return told;
  }

  /**
   * One after which nothing was sent any more tells nothing.
   *
   * @param next when the next one began, whose silence it is from there on
   */
  private void add(FaultLog.Happened fault, long next) {
    long last = Math.min(next - 1, fault.to() + LATER_MILLIS);
    int first = Math.abs(Arrays.binarySearch(answered, fault.from()) + 1);
    long longestHere = -1;
    for (int i = Math.max(1, first); i < answered.length; i++) {
      if (answered[i - 1] > last) {
        break;
      }
      longestHere = Math.max(longestHere, answered[i] - answered[i - 1]);
    }
    if (longestHere >= 0) {
      long one = longestHere;
      longest.merge(
          fault.fault().wireName(),
          new long[] {one},
          (before, more) -> LongStream.concat(Arrays.stream(before), LongStream.of(one)).toArray());
    }
  }

  private static Map<String, Long> spread(long[] times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    Map<String, Long> spread = new LinkedHashMap<>();
    spread.put("count", (long) sorted.length);
    spread.put("min", sorted[0]);
    spread.put("p50", sorted[sorted.length / 2]);
    spread.put("max", sorted[sorted.length - 1]);
    return spread;
  }
}
