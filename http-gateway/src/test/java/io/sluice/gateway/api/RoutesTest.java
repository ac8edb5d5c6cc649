package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.ApiDocument;
import io.sluice.gateway.support.ApiOperation;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every path with every method: taken as the API document says, else refused with what it takes.
 */
@Execution(ExecutionMode.SAME_THREAD)
class RoutesTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW");

  @BeforeAll
  static void makeSomethingToLookAt() {
    HTTP.enqueue("q", "{\"type\":\"a\",\"id\":\"t\",\"delay\":\"1h\"}");
    HTTP.post("/v1/queues/q/tasks/t/cancel");
    HTTP.put("/v1/schedules/s", "{\"every\":\"1h\",\"queue\":\"q\",\"task\":{\"type\":\"a\"}}");
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void takesItsMethodsAndNamesThemToOthers(String template) {
    // Of things that are not there, since some methods change what they are asked about.
    String path = path(template, "none", "none", "none");
    String allowed = String.join(", ", allowed(template));
    for (String method : METHODS) {
      Reply reply = HTTP.method(method, path);
      if (method.equals("OPTIONS")) {
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("Allow")).isEqualTo(allowed);
      } else if (allowed(template).contains(method)) {
        assertThat(reply.status()).as(method).isNotEqualTo(405).isLessThan(500);
      } else {
        assertThat(reply.status()).as(method).isEqualTo(405);
        assertThat(reply.header("Allow")).as(method).isEqualTo(allowed);
        if (!method.equals("HEAD")) {
          Problems.check(reply, 405, "method_not_allowed");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("templatesThatAreRead")
  void answersAHeadLikeAGetWithoutABody(String template) {
    String path = path(template, "q", "t", "s");
    Reply get = HTTP.get(path);
    Reply head = HTTP.head(path);

    assertThat(head.status()).isEqualTo(get.status());
    assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
    assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
    assertThat(head.body()).isEmpty();
  }

  @Test
  void knowsNoMethodOfAPathThatIsNotThere() {
    for (String method : METHODS) {
      assertThat(HTTP.method(method, "/v1/nothing").status()).as(method).isEqualTo(404);
    }
  }

  private static Stream<String> templates() {
    return operations().map(ApiOperation::template).distinct();
  }

  private static Stream<String> templatesThatAreRead() {
    return operations().filter(of -> of.method().equals("GET")).map(ApiOperation::template);
  }

  private static Stream<ApiOperation> operations() {
    return ApiDocument.OURS.operations().stream();
  }

  private static Set<String> allowed(String template) {
    Set<String> methods = new TreeSet<>(List.of("OPTIONS"));
    operations()
        .filter(operation -> operation.template().equals(template))
        .forEach(operation -> methods.add(operation.method()));
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }

  private static String path(String template, String queue, String task, String schedule) {
    return template
        .replace("{queue}", queue)
        .replace("{batch}", "none")
        .replace("/bulk-actions/{id}", "/bulk-actions/none")
        .replace("{id}", task)
        .replace("{name}", schedule)
        .replace("{session}", "none")
        .replace("{version}", "v-0123456789abcdef")
        .replace("{folder}/{file}", "core/http.js")
        .replace("{file}", "app.js")
        .replace("{code}", "internal")
        // These would not end.
        .replace("/claims/stream", "/claims/stream?credits=0")
        .replace("/v1/events", "/v1/events?queue=no%20queue");
  }
}
