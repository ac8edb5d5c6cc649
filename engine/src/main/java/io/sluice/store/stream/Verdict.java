package io.sluice.store.stream;

/** What the store made of an item. */
public enum Verdict {
  /** The item is in the stream. */
  KEPT('k'),
  /** The run does not hold the task any more. */
  LOST('l'),
  /** The bound of the stream is reached; nothing more of this run is taken. */
  FULL('f'),
  /** An item before this one is missing. */
  GAP('g');

  private final char letter;

  Verdict(char letter) {
    this.letter = letter;
  }

  /** Whether this letter of a reply stands for it. */
  public boolean is(char wanted) {
    return letter == wanted;
  }
}
