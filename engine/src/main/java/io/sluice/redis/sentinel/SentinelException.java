package io.sluice.redis.sentinel;

import io.lettuce.core.RedisException;

/** A Sentinel cannot be asked; why is its cause. */
public final class SentinelException extends RedisException {
  private static final long serialVersionUID = 1L;

  private final String address;

  SentinelException(String address, Throwable cause) {
    super("the Sentinel " + address + " cannot be asked", cause);
    this.address = address;
  }

  /** Of the Sentinel. */
  public String address() {
    return address;
  }
}
