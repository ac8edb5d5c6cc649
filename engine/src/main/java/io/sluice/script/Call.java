package io.sluice.script;

/**
 * Names one call of a lane, so that the store recognises it when it is sent again: the same number
 * gets the same answer, a lower one is refused.
 *
 * @param client who calls: the id of a session or a producer
 * @param lane which of its serial streams
 * @param seq counts up by one with each call of the lane
 */
public record Call(String client, String lane, long seq) {
  /** The lane in which a session claims; there is one, since a claim's number is in its token. */
  public static final String CLAIMS = "c";
}
