package io.sluice.load.target;

/** A Redis that somebody else runs. */
record RemoteTarget(String redisUri) implements Target {
  @Override
  public String kind() {
    return "redis";
  }

  @Override
  public void close() {
    // Not ours to stop.
  }

  /** Without the address, which may hold a password. */
  @Override
  public String toString() {
    return kind();
  }
}
