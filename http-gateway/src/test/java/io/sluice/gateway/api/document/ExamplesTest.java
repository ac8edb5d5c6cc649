package io.sluice.gateway.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.ApiDocument;
import io.sluice.gateway.support.PageExample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What people copy from: each example is as the API document says. */
class ExamplesTest {
  private static final ApiDocument API = ApiDocument.OURS;
  private static final JsonMapper MAPPER = new JsonMapper();

  private final List<String> wrong = new ArrayList<>();
  private int checked;

  @Test
  void examplesOfTheDocumentAreAsItSays() {
    visit("", API.root());

    assertThat(wrong).isEmpty();
    assertThat(checked).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource({"http.md, 14", "fairness.md, 3"})
  void examplesOfAPageAreAsTheDocumentSays(String page, int least) throws Exception {
    for (PageExample example : PageExample.of(Files.readString(Path.of("../docs", page)))) {
      check(example.curl(), example.requestSchema(), example.request());
      example.answers().forEach(answer -> checkAnswer(example, answer));
    }

    assertThat(wrong).isEmpty();
    assertThat(checked).isGreaterThanOrEqualTo(least);
  }

  private void checkAnswer(PageExample example, String answer) {
    List<JsonNode> schemas = example.answerSchemas();
    JsonNode value = MAPPER.readTree(answer);
    checked++;
    if (schemas.stream().noneMatch(schema -> API.errors(schema, value).isEmpty())) {
      wrong.add(example.curl() + " is not answered with " + answer);
    }
  }

  private void visit(String pointer, JsonNode node) {
    JsonNode schema = node.path("schema");
    if (node.has("x-line")) {
      String lines = node.path("example").asString("");
      lines.lines().forEach(line -> check(pointer, node.path("x-line"), line));
    } else if (node.has("x-events")) {
      for (String event : node.path("example").asString("").split("\n\n", -1)) {
        event(pointer, node.path("x-events"), event);
      }
    } else if (!schema.isMissingNode()) {
      values(node).forEach(value -> check(pointer, schema, value));
    } else if (node.path("examples").isArray()) {
      node.path("examples").forEach(value -> check(pointer, node, value));
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!member.getKey().startsWith("example")) {
        visit(pointer + "/" + member.getKey(), member.getValue());
      }
    }
    if (node.isArray()) {
      node.values().forEach(item -> visit(pointer + "/-", item));
    }
  }

  private static List<JsonNode> values(JsonNode node) {
    List<JsonNode> values = new ArrayList<>();
    node.path("examples").properties().forEach(of -> values.add(of.getValue().path("value")));
    if (node.has("example")) {
      values.add(node.path("example"));
    }
    return values;
  }

  private void event(String pointer, JsonNode schemas, String text) {
    String[] parts = text.split("event: |\ndata: ", -1);
    if (parts.length == 3) {
      check(pointer, schemas.path(parts[1]), parts[2]);
    }
  }

  private void check(String pointer, JsonNode schema, String text) {
    if (!text.isEmpty()) {
      check(pointer, schema, MAPPER.readTree(text));
    }
  }

  private void check(String pointer, JsonNode schema, JsonNode value) {
    checked++;
    if (schema instanceof MissingNode) {
      wrong.add(pointer + " has no schema");
    } else {
      API.errors(schema, value).forEach(error -> wrong.add(pointer + " " + error));
    }
  }
}
