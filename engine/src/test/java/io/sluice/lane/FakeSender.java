package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Takes batches and answers when the test says so. */
final class FakeSender implements GroupCommit.Sender<String, String> {
  /** One batch that was sent. */
  record Sent(
      Lane lane, List<String> items, BooleanSupplier wanted, Sinks.One<List<String>> reply) {
    /** Gives each item its own answer. */
    void answer() {
      reply.tryEmitValue(items.stream().map(FakeSender::answerTo).toList());
    }

    void fail(Throwable error) {
      reply.tryEmitError(error);
    }
  }

  private final List<Sent> sent = new ArrayList<>();

  @Override
  public Mono<List<String>> send(Lane lane, List<String> items, BooleanSupplier wanted) {
    Sent batch = new Sent(lane, items, wanted, Sinks.one());
    sent.add(batch);
    return batch.reply().asMono();
  }

  static String answerTo(String item) {
    return item + "!";
  }

  List<List<String>> batches() {
    return sent.stream().map(Sent::items).toList();
  }

  Sent sent(int index) {
    assertThat(sent).hasSizeGreaterThan(index);
    return sent.get(index);
  }
}
