package io.sluice.gateway.api;

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
      JsonNode schema =
          response.getValue().at("/content/application~1problem+json/schema/properties");
      texts(schema.at("/code/enum"))
          .forEach(
              code ->
                  assertThat(ProblemCode.ofWireName(code).orElseThrow().status())
                      .as(code)
                      .isEqualTo(schema.at("/status/const").asInt()));
    }
  }

  @Test
  void answersEachProblemAtTheStatusOfItsCode() {
    for (ApiOperation operation : API.operations()) {
      for (Map.Entry<String, JsonNode> response : operation.node().path("responses").properties()) {
        JsonNode status =
            API.resolve(response.getValue())
                .at("/content/application~1problem+json/schema/properties/status/const");
        assertThat(status.isMissingNode() ? response.getKey() : status.asString())
            .as(operation.toString())
            .isEqualTo(response.getKey());
      }
    }
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
