package io.sluice.gateway.support;

import io.sluice.gateway.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A call of curl on a page for users, and the JSON that is shown below it. What is cut there with
 * an ellipsis is left out.
 */
public final class PageExample {
  private static final Pattern BLOCK = Pattern.compile("(?s)```[a-z]*\n(.*?)```");
  private static final Pattern CALL = Pattern.compile("\\$U(/[^\\s\"?]*)");
  private static final Pattern METHOD = Pattern.compile("-X ([A-Z]+)");
  private static final Pattern DATA = Pattern.compile("-d '([^']*)'");
  private static final String ELLIPSIS = "…";

  private final String curl;
  private final List<String> answers = new ArrayList<>();

  private PageExample(String curl) {
    this.curl = curl;
  }

  /** All examples of a page, in order. */
  public static List<PageExample> of(String page) {
    List<PageExample> examples = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(page); block.find(); ) {
      PageExample last = null;
      for (String line : block.group(1).replace("\\\n", " ").split("\n", -1)) {
        if (line.startsWith("curl ")) {
          last = new PageExample(line);
          examples.add(last);
        } else if (last != null && line.startsWith("{") && !line.contains(ELLIPSIS)) {
          last.answers.add(line);
        }
      }
    }
    return examples;
  }

  public String curl() {
    return curl;
  }

  /** The body that is sent; empty if there is none. */
  public String request() {
    Matcher data = DATA.matcher(curl);
    return data.find() ? data.group(1) : "";
  }

  public List<String> answers() {
    return answers;
  }

  public JsonNode requestSchema() {
    return said().at("/requestBody/content/application~1json/schema");
  }

  /**
   * What its answers may look like, of whatever status; of a stream, what its lines may. Of a path
   * that is not there, a problem.
   */
  public List<JsonNode> answerSchemas() {
    if (said().isMissingNode()) {
      return List.of(ApiDocument.OURS.root().at("/components/schemas/Problem"));
    }
    boolean lines = curl.contains("application/x-ndjson");
    return said().path("responses").properties().stream()
        .map(response -> ApiDocument.OURS.resolve(response.getValue()).path("content"))
        .flatMap(
            content ->
                lines
                    ? Stream.of(content.at("/application~1x-ndjson/x-line"))
                    : content.properties().stream().map(of -> of.getValue().path("schema")))
        .filter(schema -> !schema.isMissingNode())
        .toList();
  }

  /** What the document says of its operation. */
  private JsonNode said() {
    Matcher path = CALL.matcher(curl);
    if (!path.find()) {
      throw new AssertionError("no path in " + curl);
    }
    return ApiDocument.OURS
        .find(method(), Route.split(path.group(1)))
        .map(ApiOperation::node)
        .orElse(MissingNode.getInstance());
  }

  private String method() {
    Matcher method = METHOD.matcher(curl);
    if (method.find()) {
      return method.group(1);
    }
    return curl.contains(" -d ") || curl.contains("--data") ? "POST" : "GET";
  }
}
