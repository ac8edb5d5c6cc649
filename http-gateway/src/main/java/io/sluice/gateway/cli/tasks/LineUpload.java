package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.console.Printable;
import io.sluice.gateway.cli.console.Progress;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiProblem;
import io.sluice.gateway.client.ApiRequest;
import io.sluice.gateway.client.NoConnection;
import io.sluice.gateway.json.JsonTree;
import java.io.InputStream;
import java.io.PrintWriter;
import reactor.core.publisher.Flux;

/**
 * Enqueues a task for each line of a stream: read only as fast as the gateway takes it. Lines that
 * are refused are told with their number and their reason, and do not stop the others.
 */
public final class LineUpload {
  private final ApiClient client;
  private final ApiPath tasks;
  private final Output output;
  private final PrintWriter err;
  private final LineNumbers numbers = new LineNumbers();
  private long answered;
  private long lastLine;
  private long rejected;
  private boolean cutOff;

  public LineUpload(ApiClient client, ApiPath tasks, Output output, PrintWriter err) {
    this.client = client;
    this.tasks = tasks;
    this.output = output;
    this.err = err;
  }

  /** Whether every line became a task. */
  boolean run(InputStream in) {
    return run(InputParts.of(in));
  }

  /** The same, of lines that come in parts. */
  public boolean run(Flux<byte[]> lines) {
    ApiRequest request = ApiRequest.post(tasks).header("Content-Type", "application/x-ndjson");
    try (Progress progress = Progress.withoutEnd()) {
      client
          .exchange(request, numbers.counted(lines))
          .map(JsonTree::parse)
          .doOnNext(
              answer -> {
                take(answer);
                progress.at(answered);
              })
          .blockLast();
    } catch (NoConnection cut) {
      sayHowFar();
      throw cut;
    }
    if (answered < numbers.tasks() || !numbers.complete()) {
      cutOff = true;
      sayHowFar();
    }
    return rejected == 0 && !cutOff;
  }

  private void take(JsonTree answer) {
    JsonTree summary = answer.get("summary");
    JsonTree problem = answer.get("problem");
    if (!summary.isNull()) {
      summary(answer);
      return;
    }
    if (answer.get("line").isNull()) {
      cutOff = true;
      err.println("the gateway reads no more: " + text(answer, problem));
      return;
    }
    answered++;
    lastLine = numbers.ofInput(answer.get("line").number());
    if (!problem.isNull()) {
      rejected++;
      err.println("line " + lastLine + ": " + text(answer, problem));
    }
    if (output.isLines()) {
      output.event(answer.with("line", JsonTree.Literal.of(lastLine)), "");
    }
  }

  private void summary(JsonTree answer) {
    JsonTree summary = answer.get("summary");
    if (output.isTable()) {
      output.event(
          summary,
          "accepted "
              + summary.get("accepted").text()
              + ", rejected "
              + summary.get("rejected").text());
    } else {
      output.thing(answer);
    }
  }

  private void sayHowFar() {
    err.println(
        "lines up to "
            + lastLine
            + " were answered; it is unknown whether later lines became tasks."
            + " Lines with an id can be sent again safely");
  }

  private static String text(JsonTree answer, JsonTree problem) {
    return Printable.of(ApiProblem.oneLine((int) answer.get("status").number(), problem));
  }
}
