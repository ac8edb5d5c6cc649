package io.sluice.lane;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The entries that go out together, and the lane they go over. */
final class Batch<I, A> {
  private final Lane lane;
  private final List<Entry<I, A>> entries;
  private final int bytes;

  Batch(Lane lane, List<Entry<I, A>> entries) {
    this.lane = lane;
    this.entries = entries;
    this.bytes = entries.stream().mapToInt(Entry::bytes).sum();
  }

  Lane lane() {
    return lane;
  }

  int bytes() {
    return bytes;
  }

  List<Entry<I, A>> entries() {
    return entries;
  }

  /**
   * Sends it; the lane is given back before the callers are answered. An Error that Reactor lets
   * through its pipelines ends the batch too, else its callers and its lane would hang for good.
   */
  void send(GroupCommit.Sender<I, A> sender, Consumer<Batch<I, A>> onEnd, Executor answers) {
    List<I> items = entries.stream().map(Entry::item).toList();
    try {
      sender
          .send(lane, items, this::wanted)
          .single()
          .subscribe(
              given -> {
                onEnd.accept(this);
                answers.execute(() -> answer(given));
              },
              error -> fail(error, onEnd, answers));
    } catch (Throwable fatal) {
      fail(fatal, onEnd, answers);
    }
  }

  private void fail(Throwable error, Consumer<Batch<I, A>> onEnd, Executor answers) {
    onEnd.accept(this);
    answers.execute(() -> entries.forEach(entry -> entry.fail(error)));
  }

  /** Whether any caller still waits. */
  boolean wanted() {
    return entries.stream().anyMatch(Entry::wanted);
  }

  private void answer(List<A> answers) {
    for (int i = 0; i < entries.size(); i++) {
      entries.get(i).answer(answers.get(i));
    }
  }
}
