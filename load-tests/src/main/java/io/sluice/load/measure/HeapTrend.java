package io.sluice.load.measure;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * What is left on the heap after each collection, from its making until it is closed: what grows
 * there is not garbage.
 */
public final class HeapTrend implements AutoCloseable {
  /** Beyond this every second one is dropped, again and again: thirds need no more. */
  private static final int MOST_SAMPLES = 10_000;

  private static final int THIRDS = 3;
  private static final double PERCENT = 100;

  private static final Set<String> HEAP =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toUnmodifiableSet());

  private final NotificationListener listener = (notification, nothing) -> see(notification);
  private final long start = System.nanoTime();
  private List<Sample> samples = new ArrayList<>();

  private record Sample(long nanoTime, long bytes) {}

  /**
   * The heap in the first and in the last third of the time.
   *
   * @param collections that were seen
   */
  public record Thirds(long firstBytes, long lastBytes, double growthPercent, int collections) {}

  public HeapTrend() {
    emitters().forEach(emitter -> emitter.addNotificationListener(listener, null, null));
  }

  /** Null as long as one of the two thirds saw no collection. */
  public @Nullable Thirds thirds() {
    return thirds(start, System.nanoTime());
  }

  synchronized @Nullable Thirds thirds(long from, long to) {
    long third = (to - from) / THIRDS;
    double first = mean(from, from + third);
    double last = mean(from + third * (THIRDS - 1), to);
    return first > 0 && last > 0
        ? new Thirds((long) first, (long) last, (last / first - 1) * PERCENT, samples.size())
        : null;
  }

  @Override
  public void close() {
    emitters().forEach(this::leave);
  }

  synchronized void add(long nanoTime, long bytes) {
    if (samples.size() == MOST_SAMPLES) {
      List<Sample> half = new ArrayList<>();
      for (int i = 0; i < samples.size(); i += 2) {
        half.add(samples.get(i));
      }
      samples = half;
    }
    samples.add(new Sample(nanoTime, bytes));
  }

  private double mean(long from, long to) {
    return samples.stream()
        .filter(sample -> sample.nanoTime >= from && sample.nanoTime < to)
        .mapToLong(Sample::bytes)
        .average()
        .orElse(0);
  }

  private void see(Notification notification) {
    if (notification
            .getType()
            .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
        && notification.getUserData() instanceof CompositeData data) {
      Map<String, MemoryUsage> after =
          GarbageCollectionNotificationInfo.from(data).getGcInfo().getMemoryUsageAfterGc();
      long bytes =
          after.entrySet().stream()
              .filter(pool -> HEAP.contains(pool.getKey()))
              .mapToLong(pool -> pool.getValue().getUsed())
              .sum();
      add(System.nanoTime(), bytes);
    }
  }

  private void leave(NotificationEmitter emitter) {
    try {
      emitter.removeNotificationListener(listener);
    } catch (ListenerNotFoundException gone) {
      // Closed twice.
    }
  }

  private static List<NotificationEmitter> emitters() {
    List<NotificationEmitter> emitters = new ArrayList<>();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitters.add(emitter);
      }
    }
    return emitters;
  }
}
