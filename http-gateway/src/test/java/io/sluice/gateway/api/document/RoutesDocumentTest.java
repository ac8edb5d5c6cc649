package io.sluice.gateway.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.gateway.api.Routes;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.metrics.GatewayMetrics;
import io.sluice.gateway.reports.Reports;
import io.sluice.gateway.support.ApiDocument;
import io.sluice.gateway.support.ApiOperation;
import io.sluice.metrics.EngineCounters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the server answers and what its API document says are the same list. */
class RoutesDocumentTest {
  @Test
  void everyRouteIsDocumentedWithItsRoleAndNothingElse() {
    assertThat(documented()).isEqualTo(answered());
  }

  private static Map<String, String> documented() {
    return ApiDocument.OURS.operations().stream()
        .collect(Collectors.toMap(ApiOperation::toString, ApiOperation::role));
  }

  private static Map<String, String> answered() {
    return routes()
        .collect(
            Collectors.toMap(
                route -> route.method() + " " + route.template(), RoutesDocumentTest::role));
  }

  private static String role(Route route) {
    return route.role() == null ? "" : route.role().name().toLowerCase(Locale.ROOT);
  }

  private static Stream<Route> routes() {
    try (Sluice sluice = Sluice.inMemory()) {
      List<Route> routes =
          Routes.of(
              sluice, new GatewayMetrics(new EngineCounters()), new Stopping(), 1, Reports.NONE);
      return routes.stream();
    }
  }
}
