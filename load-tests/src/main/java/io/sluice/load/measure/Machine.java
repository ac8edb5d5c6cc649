package io.sluice.load.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What the operating system knows of this process and its machine. */
final class Machine {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** CPU of this process since it began, of all its threads. */
  static long cpuNanosOfThisProcess() {
    return SYSTEM.getProcessCpuTime();
  }

  static long memoryBytes() {
    return SYSTEM.getTotalMemorySize();
  }

  private Machine() {}
}
