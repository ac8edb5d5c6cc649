package io.sluice.gateway.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.support.ApiDocument;
import io.sluice.gateway.support.ApiOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API document is OpenAPI 3.1, holds together, and names the problems that there are. */
class ApiDocumentTest {
  private static final ApiDocument API = ApiDocument.OURS;
  private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z]+)}");

  @Test
  void isOpenApiInEachOfItsParts() throws Exception {
    String form =
        new String(
            ApiDocumentTest.class
                .getResourceAsStream("/io/sluice/gateway/openapi-form.json")
                .readAllBytes(),
            java.nio.charset.StandardCharsets.UTF_8);
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(form)
                .validate(API.root()))
        .isEmpty();
  }

  @Test
  void hasSchemasThatAreSchemas() {
    var meta =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    List<String> wrong = new ArrayList<>();
    visit(
        API.root(),
        "",
        (pointer, node) -> {
          if (pointer.endsWith("/schema") || pointer.matches("/components/schemas/[^/]+")) {
            meta.validate(node).forEach(error -> wrong.add(pointer + " " + error));
          }
        });
    assertThat(wrong).isEmpty();
  }

  @Test
  void refersToNothingThatIsNotThereAndHasNothingThatNobodyRefersTo() {
    TreeSet<String> referred = new TreeSet<>();
    TreeSet<String> there = new TreeSet<>();
    visit(
        API.root(),
        "",
        (pointer, node) -> {
          if (node.has("$ref")) {
            referred.add(node.path("$ref").asString().substring(1));
          }
          if (pointer.matches("/components/(schemas|responses|headers|parameters)/[^/]+")) {
            there.add(pointer);
          }
        });
    // Not of one operation: see the description of the API.
    referred.add("/components/responses/method_not_allowed");
    referred.add("/components/responses/options");
    assertThat(there).isEqualTo(referred);
  }

  @Test
  void namesEachOperationOnce() {
    assertThat(API.operations())
        .extracting(operation -> operation.node().path("operationId").asString())
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][A-Za-z]+"));
  }

  @Test
  void hasAParameterForEachVariableOfAPathAndNoOther() {
    for (Map.Entry<String, JsonNode> path : API.root().path("paths").properties()) {
      List<String> variables =
          VARIABLE.matcher(path.getKey()).results().map(found -> found.group(1)).toList();
      List<String> parameters =
          StreamSupport.stream(path.getValue().path("parameters").spliterator(), false)
              .map(API::resolve)
              .filter(parameter -> parameter.path("in").asString().equals("path"))
              .map(parameter -> parameter.path("name").asString())
              .toList();
      assertThat(parameters).as(path.getKey()).isEqualTo(variables);
    }
  }

  @Test
  void knowsTheProblemCodesThatThereAreAndEachAtItsStatus() {
    JsonNode codes = API.root().at("/components/schemas/ProblemCode/enum");
    assertThat(texts(codes))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemCode.values()).map(ProblemCode::wireName).toList());
    for (Map.Entry<String, JsonNode> response :
        API.root().at("/components/responses").properties()) {
      JsonNode problem = response.getValue().at("/content/application~1problem+json");
      texts(problem.at("/x-codes"))
          .forEach(
              code ->
                  assertThat(ProblemCode.ofWireName(code).orElseThrow().status())
                      .as(code)
                      .isEqualTo(problem.at("/x-status").asInt()));
    }
  }

  @Test
  void answersEachProblemAtTheStatusOfItsCode() {
    for (ApiOperation operation : API.operations()) {
      for (Map.Entry<String, JsonNode> response : operation.node().path("responses").properties()) {
        JsonNode status =
            API.resolve(response.getValue()).at("/content/application~1problem+json/x-status");
        assertThat(status.isMissingNode() ? response.getKey() : status.asString())
            .as(operation.toString())
            .isEqualTo(response.getKey());
      }
    }
  }

  /** What openapi-generator and openapi-typescript were seen to trip over, or to send. */
  @Test
  void hasTheFormThatGeneratorsOfClientsUnderstand() {
    List<String> wrong = new ArrayList<>();
    visit(
        API.root(),
        "",
        (pointer, node) -> {
          if (!pointer.contains("/x-rules/")) {
            formErrors(pointer, node).forEach(error -> wrong.add(pointer + " " + error));
          }
        });
    assertThat(wrong).isEmpty();
  }

  @Test
  void seesEachFormThatGeneratorsDoNotUnderstand() {
    String at = "/components/schemas/A";
    assertThat(formErrors(at, json("{'$ref':'#/B','description':'of it'}"))).hasSize(1);
    assertThat(formErrors(at, json("{'type':'object','properties':{},'anyOf':[]}"))).hasSize(1);
    assertThat(formErrors(at, json("{'enum':['a']}"))).hasSize(1);
    assertThat(formErrors(at + "/properties/b", json("{'type':'string','enum':['a']}"))).hasSize(1);
    assertThat(formErrors(at, json("{'type':'integer','default':4}"))).hasSize(1);
    assertThat(formErrors(at, json("{'type':'string','enum':['a']}"))).isEmpty();
    assertThat(formErrors(at, json("{'description':'of it','allOf':[{'$ref':'#/B'}]}"))).isEmpty();
  }

  private static JsonNode json(String text) {
    return new JsonMapper().readTree(text.replace('\'', '"'));
  }

  private static List<String> formErrors(String pointer, JsonNode node) {
    List<String> errors = new ArrayList<>();
    if (node.has("$ref") && node.size() > 1) {
      errors.add("has members beside its $ref");
    }
    if (node.has("properties")
        && Stream.of("allOf", "anyOf", "oneOf", "not", "if").anyMatch(node::has)) {
      errors.add("has a condition beside its properties: it belongs into x-rules");
    }
    if ((node.has("enum") || node.has("const")) && !node.has("type")) {
      errors.add("has values and no type");
    }
    if (node.path("enum").size() > 0
        && node.path("type").asString("").equals("string")
        && !pointer.matches("/components/schemas/[^/]+")) {
      errors.add("has values and no name: it belongs into a schema of its own");
    }
    if (node.has("default") && pointer.startsWith("/components/schemas/")) {
      errors.add("has a default, which clients would send");
    }
    return errors;
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::asString)
        .collect(Collectors.toList());
  }

  private static void visit(JsonNode node, String pointer, BiConsumer<String, JsonNode> visitor) {
    visitor.accept(pointer, node);
    Stream<Map.Entry<String, JsonNode>> members = node.properties().stream();
    members
        .filter(member -> !member.getKey().startsWith("example"))
        .forEach(
            member ->
                visit(
                    member.getValue(),
                    pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1"),
                    visitor));
    if (node.isArray()) {
      node.values().forEach(item -> visit(item, pointer + "/-", visitor));
    }
  }
}
