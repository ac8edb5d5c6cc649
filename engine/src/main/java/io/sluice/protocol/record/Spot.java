package io.sluice.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.task.enqueue.TaskOptions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a task stands that has a group or a priority: {@code group · NUL · 9 - priority · number of
 * the call (12 hexadecimal digits) · place in the call (1 byte)}. Scripts give the number and the
 * place, see {@code lib/spot.lua}; a task without a group has none, until its priority is changed
 * while it is ready. An envelope begins with the spot: {@code 2 · length · spot}.
 *
 * @param group null for none
 */
record Spot(@Nullable String group, int priority) {
  static final int VERSION = 2;

  private static final int BEHIND_GROUP = 15;
  private static final int WITHOUT_NUMBER = 2;

  /** In place of a number and a place that scripts give. */
  private static final byte[] NO_NUMBER = "0000000000000".getBytes(UTF_8);

  static Spot read(byte[] bytes) {
    int end = bytes.length == WITHOUT_NUMBER ? 0 : bytes.length - BEHIND_GROUP;
    if (end < 0 || bytes[end] != 0 || bytes[end + 1] < '0' || bytes[end + 1] > '9') {
      throw new IllegalArgumentException("a spot of " + bytes.length + " bytes is none");
    }
    String group = end == 0 ? null : new String(Arrays.copyOf(bytes, end), UTF_8);
    return new Spot(group, '9' - bytes[end + 1]);
  }

  /** The spot of a task before a script has given what it gives. */
  static ByteWriter open(TaskOptions options) {
    String group = options.group();
    ByteWriter out = new ByteWriter(BEHIND_GROUP + TaskOptions.MAX_GROUP_BYTES);
    if (group == null) {
      return out.writeByte(0).writeByte(urgency(options));
    }
    return out.writeRaw(group.getBytes(UTF_8))
        .writeByte(0)
        .writeByte(urgency(options))
        .writeRaw(NO_NUMBER);
  }

  /** The digit that scripts order by: '0' comes first. */
  static char urgency(TaskOptions options) {
    return (char) ('0' + TaskOptions.MAX_PRIORITY - options.priorityOrDefault());
  }
}
