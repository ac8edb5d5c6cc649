package io.sluice.letters;

/** Does one step of what it does; whoever it is may die between any two. */
public interface Actor {
  /** Answers whether there is more to do. */
  boolean step();
}
