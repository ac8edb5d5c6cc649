package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.cli.console.Printable;
import io.sluice.gateway.cli.console.Progress;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiProblem;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.client.NoConnection;
import io.sluice.gateway.json.JsonTree;
import java.io.PrintWriter;
import java.time.Duration;
import reactor.core.publisher.Flux;

/**
 * Sends parts and prints their results, both on one request. Failures are told with their number;
 * the numbers of lines are those of the input.
 */
final class MapRun {
  /** The gateway sends a blank line each 15 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ApiClient client;
  private final ApiPath path;
  private final PrintWriter out;
  private final PrintWriter err;
  private final LineNumbers numbers = new LineNumbers();
  private JsonTree summary = JsonTree.Literal.NULL;
  private long answered;
  private long failed;

  MapRun(ApiClient client, ApiPath path, PrintWriter out, PrintWriter err) {
    this.client = client;
    this.path = path;
    this.out = out;
    this.err = err;
  }

  /** Whether each part has succeeded; those that were left out count if they were read. */
  boolean of(Flux<byte[]> parts) {
    ApiRequest request =
        ApiRequest.post(path).header("Content-Type", "application/x-ndjson").patience(PATIENCE);
    try (Progress progress = Progress.withoutEnd()) {
      client
          .exchange(request, numbers.counted(parts))
          .takeUntil(line -> out.checkError())
          .filter(line -> !line.isBlank())
          .map(JsonTree::parse)
          .doOnNext(
              answer -> {
                take(answer);
                progress.at(answered);
              })
          .blockLast();
    } catch (NoConnection cut) {
      err.println("results printed: " + answered + "; parts without a result are cancelled");
      throw cut;
    }
    return complete();
  }

  private void take(JsonTree answer) {
    if (!answer.get("summary").isNull()) {
      summary = answer.get("summary");
    } else if (answer.get("index").isNull()) {
      err.println("the gateway reads no more: " + problem(answer));
    } else {
      result(answer);
    }
  }

  private void result(JsonTree answer) {
    answered++;
    JsonTree shown = answer;
    if (!answer.get("problem").isNull()) {
      long line = numbers.ofInput(answer.get("line").number());
      shown = answer.with("line", JsonTree.Literal.of(line));
      failed("line " + line + ": " + problem(answer));
    } else if (!answer.get("state").text().equals("succeeded")) {
      failed(ended(answer));
    }
    out.println(shown.compact());
    out.flush();
  }

  private void failed(String why) {
    failed++;
    err.println(why);
  }

  private static String ended(JsonTree answer) {
    JsonTree failure = answer.get("failure");
    String why =
        failure.isNull()
            ? ""
            : ": " + failure.get("type").text() + ": " + failure.get("message").text();
    return Printable.of(
        "part %s: task %s is %s%s"
            .formatted(
                answer.get("index").text(),
                answer.get("id").text(),
                answer.get("state").text(),
                why));
  }

  private static String problem(JsonTree answer) {
    return Printable.of(
        ApiProblem.oneLine((int) answer.get("status").number(), answer.get("problem")));
  }

  private boolean complete() {
    long left = summary.get("unanswered").number();
    if (summary.isNull() || left > 0 || !numbers.complete()) {
      err.println(
          "not complete: results printed: %d, parts cancelled: %s"
              .formatted(answered, summary.isNull() ? "unknown" : String.valueOf(left)));
      return false;
    }
    return failed == 0;
  }
}
