package io.sluice.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.task.enqueue.TaskOptions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a task stands that has a group or a priority: {@code group · NUL · 9 - priority · number of
 * the call (12 hexadecimal digits) · place in the call (1 byte)}. Scripts give it, see {@code
 * lib/spot.lua}; an envelope begins with it: {@code 2 · length · spot}.
 *
 * @param group null for none
 */
record Spot(@Nullable String group, int priority) {
  static final int VERSION = 2;

  private static final int BEHIND_GROUP = 15;

  /** In place of a number and a place that scripts give. */
  private static final byte[] NO_NUMBER = "0000000000000".getBytes(UTF_8);

  static Spot read(byte[] bytes) {
    int end = bytes.length - BEHIND_GROUP;
    if (end < 0 || bytes[end] != 0 || bytes[end + 1] < '0' || bytes[end + 1] > '9') {
      throw new IllegalArgumentException("a spot of " + bytes.length + " bytes is none");
    }
    String group = end == 0 ? null : new String(Arrays.copyOf(bytes, end), UTF_8);
    return new Spot(group, '9' - bytes[end + 1]);
  }

  /** The spot of a task that lacks its number and place, before a script has given them. */
  static ByteWriter open(TaskOptions options) {
    String group = options.group() == null ? "" : options.group();
    int urgency = TaskOptions.MAX_PRIORITY - options.priorityOrDefault();
    return new ByteWriter(BEHIND_GROUP + TaskOptions.MAX_GROUP_BYTES)
        .writeRaw(group.getBytes(UTF_8))
        .writeByte(0)
        .writeByte('0' + urgency)
        .writeRaw(NO_NUMBER);
  }
}
