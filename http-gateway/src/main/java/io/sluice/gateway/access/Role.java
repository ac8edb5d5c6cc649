package io.sluice.gateway.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the holder of a token may do. Each may do all that those before it may. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Enqueues. */
  PRODUCER,
  /** Acts on tasks, queues and schedules; runs tasks. */
  OPERATOR,
  /** Changes what queues are set to, and deletes in bulk. */
  ADMIN;

  /** The role with this name, as it is written in files and on the command line. */
  public static Optional<Role> ofName(String name) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(name)).findFirst();
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
