package io.sluice.gateway.access;

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

  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
