package io.sluice.load.report.peers;

/** What is measured beside each other. */
public enum Peer {
  SLUICE("Sluice"),
  /** The floor: the same work without features. */
  BARE("bare"),
  BULLMQ("BullMQ");

  private final String title;

  Peer(String title) {
    this.title = title;
  }

  /** Its name in tables. */
  public String title() {
    return title;
  }
}
