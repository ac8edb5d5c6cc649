package io.sluice.load.fault.proxy;

/** What becomes of a connection. */
public enum Ending {
  /** Both sides see a reset. What was under way is gone. */
  RST,

  /** The client sees an orderly end, the server too. What was under way is gone. */
  FIN,

  /** The connection stays open, and nothing passes either way until it is healed. */
  BLACK_HOLE,

  /** Requests pass, and no reply does until it is healed: then all come, too late. */
  TIMEOUT
}
