package io.sluice.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.access.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.metrics.HttpMetrics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class RouterTest {
  private final Router router =
      new Router(
          List.of(
              Route.get("/v1/things", Role.VIEWER, exchange -> Mono.just(Answer.empty(200))),
              Route.get("/v1/things/{id}", Role.VIEWER, exchange -> Mono.just(Answer.empty(200))),
              Route.post(
                  "/v1/things/{id}", Role.VIEWER, exchange -> Mono.just(Answer.empty(202)))));

  @Test
  void findsTheRouteAndItsVariables() {
    Router.Match match = router.find("POST", "/v1/things/a.b");

    assertThat(match.template()).isEqualTo("/v1/things/{id}");
    assertThat(match.variables()).isEqualTo(Map.of("id", "a.b"));
  }

  @Test
  void decodesAVariableOnlyAfterThePathIsSplit() {
    assertThat(router.find("GET", "/v1/things/a%2Fb+c").variables()).containsEntry("id", "a/b+c");
  }

  @Test
  void answersAHeadLikeAGet() {
    assertThat(router.find("HEAD", "/v1/things").template()).isEqualTo("/v1/things");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "", "*", "/v1/things/", "/v1/things/a/b", "/V1/things", "/v1/%zz/a"})
  void findsNoRouteForOtherPaths(String path) {
    assertThat(router.find("GET", path).template()).isEqualTo(HttpMetrics.NO_ROUTE);
  }

  @Test
  void findsNoRouteForOtherMethods() {
    assertThat(router.find("DELETE", "/v1/things/a").template()).isEqualTo(HttpMetrics.NO_ROUTE);
  }
}
