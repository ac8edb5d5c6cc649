package io.sluice.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sluice.gateway.access.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.metrics.HttpMetrics;
import java.net.URLEncoder;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import reactor.core.publisher.Mono;

/** A path from anybody leads to a route, with variables that lead there again, or to none. */
class RouterFuzzTest {
  private static final Endpoint NOTHING = exchange -> Mono.just(Answer.empty(200));
  private static final Router ROUTER =
      new Router(
          List.of(
              Route.get("/v1/queues", Role.VIEWER, NOTHING),
              Route.get("/v1/queues/{queue}/tasks/{id}", Role.VIEWER, NOTHING),
              Route.post("/v1/queues/{queue}/tasks", Role.VIEWER, NOTHING)));

  @Property(tries = 1_000)
  void anyPathIsFoundOrNot(@ForAll String first, @ForAll String second) {
    path(first.getBytes(UTF_8));
    path(("/v1/queues/" + first + "/tasks/" + second).getBytes(UTF_8));
  }

  @FuzzTest
  void path(byte[] bytes) {
    Router.Match match = ROUTER.find("GET", new String(bytes, UTF_8));
    assertThat(match.route().endpoint()).isNotNull();
    if (match.template().equals(HttpMetrics.NO_ROUTE)) {
      assertThat(match.variables()).isEmpty();
    } else {
      assertThat(ROUTER.find("GET", again(match)).variables()).isEqualTo(match.variables());
    }
  }

  private static String again(Router.Match match) {
    String path = match.template();
    for (String name : match.variables().keySet()) {
      String encoded = URLEncoder.encode(match.variables().get(name), UTF_8).replace("+", "%20");
      path = path.replace("{" + name + "}", encoded);
    }
    return path;
  }
}
