package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every path with every method: taken as the list says, refused with what it takes otherwise. */
@Execution(ExecutionMode.SAME_THREAD)
class RoutesTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final String[] METHODS = {
    "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"
  };

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/queues/q/tasks               | GET, HEAD, POST",
        "/v1/queues/q/tasks/t             | DELETE, GET, HEAD",
        "/v1/queues/q/tasks/t/result      | GET, HEAD",
        "/v1/queues/q/tasks/t/events      | GET, HEAD",
        "/v1/queues/q/tasks/t/cancel      | POST",
        "/v1/queues/q/tasks/t/retry       | POST",
        "/v1/queues/q/tasks/t/run-now     | POST",
        "/v1/queues                       | GET, HEAD",
        "/v1/queues/q                     | GET, HEAD, PUT",
        "/v1/queues/q/pause               | POST",
        "/v1/queues/q/resume              | POST",
        "/v1/queues/q/redrive             | POST",
        "/v1/queues/q/purge               | POST",
        "/v1/queues/q/scaler              | GET, HEAD",
        "/v1/bulk-actions/b               | GET, HEAD",
        "/v1/bulk-actions/b/abort         | POST",
        "/v1/schedules                    | GET, HEAD",
        "/v1/schedules/s                  | DELETE, GET, HEAD, PUT",
        "/v1/schedules/s/pause            | POST",
        "/v1/schedules/s/resume           | POST",
        "/v1/schedules/s/trigger          | POST",
        "/v1/schedules/s/preview          | GET, HEAD",
        "/v1/info                         | GET, HEAD",
        "/livez                           | GET, HEAD",
        "/readyz                          | GET, HEAD",
        "/metrics                         | GET, HEAD",
        "/problems/internal               | GET, HEAD"
      })
  void takesItsMethodsAndNamesThemToOthers(String path, String allowed) {
    for (String method : METHODS) {
      Reply reply = HTTP.method(method, path);
      if (Arrays.asList(allowed.split(", ")).contains(method)) {
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
}
