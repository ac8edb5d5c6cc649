package io.sluice.store;

/**
 * What came of planned fires.
 *
 * @param fired tasks that were enqueued by this call
 * @param skipped fires that were left out by their overlap policy
 */
public record Fired(int fired, int skipped) {
  public static final Fired NOTHING = new Fired(0, 0);

  public Fired plus(Fired other) {
    return new Fired(fired + other.fired, skipped + other.skipped);
  }
}
