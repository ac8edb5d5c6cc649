package io.sluice.redis.sentinel;

import io.lettuce.core.RedisException;

/** No Sentinel knows a master of that name. */
public final class UnknownMasterException extends RedisException {
  private static final long serialVersionUID = 1L;

  UnknownMasterException(String name) {
    super("no Sentinel knows a master '" + name + "'");
  }
}
