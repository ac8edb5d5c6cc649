package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.AtInterrupt;
import io.sluice.gateway.cli.console.Progress;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.json.JsonTree;
import java.io.PrintWriter;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** An act on many tasks that the gateway does; it goes on without us. */
final class BulkAction {
  private static final Duration LOOK_PERIOD = Duration.ofMillis(250);

  private final ApiClient client;
  private final String id;
  private final PrintWriter err;
  private volatile String waitsFor = "";

  BulkAction(ApiClient client, JsonTree begun, PrintWriter err) {
    this.client = client;
    this.id = begun.get("id").text();
    this.err = err;
  }

  static ApiPath path(String id) {
    return ApiPath.of("bulk-actions", id);
  }

  private void sayIfItWaits(JsonTree now) {
    String first = now.get("waitingFor").text();
    if (!first.isEmpty() && !first.equals(waitsFor)) {
      err.println(
          "sluice: it starts when "
              + first
              + " has ended; to abort that: sluice bulk abort "
              + first);
    }
    waitsFor = first;
  }

  /**
   * How it is when it is over.
   *
   * @param expected about how many tasks it is
   */
  JsonTree ended(long expected) {
    String hint = "sluice: it continues without this command; to abort it: sluice bulk abort " + id;
    AtInterrupt interrupted = AtInterrupt.say(err, hint);
    try (Progress progress = Progress.on(expected)) {
      JsonTree ended =
          client
              .get(path(id))
              .map(answer -> answer.json())
              .doOnNext(this::sayIfItWaits)
              .doOnNext(now -> progress.at(now.get("processed").number()))
              .repeatWhen(looks -> looks.concatMap(look -> Mono.delay(LOOK_PERIOD), 1))
              .takeUntil(now -> !now.get("state").text().equals("running"))
              .blockLast();
      return ended == null ? JsonTree.Members.NONE : ended;
    } finally {
      interrupted.close();
    }
  }
}
