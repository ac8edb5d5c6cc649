package io.sluice.load.measure;

/**
 * What a reader must know of the Redis behind a figure.
 *
 * @param persistence «none», «unknown», or what is on
 */
public record RedisFacts(String version, String persistence) {
  static final String UNKNOWN = "unknown";

  /** Of a Redis behind somebody else's gateway. */
  public static final RedisFacts UNSEEN = new RedisFacts(UNKNOWN, UNKNOWN);

  /** Puts the settings of the same names into words. */
  static String persistence(String appendonly, String appendfsync, String save) {
    String log = "append-only file, fsync " + appendfsync;
    String snapshots = "snapshots";
    if (appendonly.equals("yes")) {
      return save.isEmpty() ? log : log + ", and " + snapshots;
    }
    return save.isEmpty() ? "none" : snapshots;
  }
}
