package io.sluice.load.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of this process and its machine. */
final class Machine {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** Linux tells there; other systems do not. */
  private static final Path STATUS = Path.of("/proc/self/status");

  private static final String RESIDENT = "VmRSS:";
  private static final long KIBIBYTE = 1024;

  private static final List<GarbageCollectorMXBean> PAUSING =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(collector -> !concurrent(collector.getName()))
          .toList();

  /** CPU of this process since it began, of all its threads. */
  static long cpuNanosOfThisProcess() {
    return SYSTEM.getProcessCpuTime();
  }

  static long memoryBytes() {
    return SYSTEM.getTotalMemorySize();
  }

  /** What lies on the heap now, garbage included. */
  static long heapBytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** All pauses by the garbage collectors since this process began. */
  static long gcPauseMillis() {
    return PAUSING.stream()
        .mapToLong(collector -> Math.max(0, collector.getCollectionTime()))
        .sum();
  }

  /** Memory that this process holds, heap and all else; null where the system does not tell. */
  static @Nullable Long rssBytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  /** Some collectors count the work that they do beside the program too, which is no pause. */
  private static boolean concurrent(String collector) {
    return collector.contains("Cycles") || collector.contains("Concurrent");
  }

  private Machine() {}
}
