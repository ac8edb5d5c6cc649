package io.sluice.gateway.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A command that was run in this process, to its end. */
record CommandRun(int exitCode, String out, String err) {
  private static final JsonMapper MAPPER = new JsonMapper();

  static CommandRun of(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        SluiceCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  List<String> lines() {
    return out.lines().toList();
  }

  JsonNode json() {
    return MAPPER.readTree(out);
  }

  /** Each line is a document. */
  List<JsonNode> jsonLines() {
    return out.lines().map(line -> MAPPER.readTree(line)).toList();
  }
}
