package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class QueuesTest {
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void showsWhatAQueueHoldsAndItsLedger() {
    HTTP.enqueue("one", "{\"type\":\"a\"}");
    HTTP.enqueue("one", "{\"type\":\"a\",\"delay\":\"1h\"}");
    Reply reply = HTTP.get("/v1/queues/one");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .startsWith(
            "{\"queue\":\"one\",\"paused\":false,\"counts\":{\"scheduled\":1,\"ready\":1,"
                + "\"running\":0,\"retrying\":0,\"dead\":0,\"succeeded\":0,\"cancelled\":0,"
                + "\"expired\":0},\"totals\":{\"accepted\":2,\"succeeded\":0,")
        .contains(",\"workers\":0,\"rates\":{\"accepted\":")
        .endsWith(",\"limits\":{},\"groups\":[]}");
    assertThat(reply.json().path("oldestReadyAgeMs").isIntegralNumber()).isTrue();
  }

  @Test
  void doesNotKnowAQueueThatNeverHadATask() {
    Problems.check(HTTP.get("/v1/queues/never"), 404, "unknown_queue");
    Problems.check(HTTP.get("/v1/queues/ne%20ver"), 404, "unknown_queue");
  }

  @Test
  void listsAllQueuesPageByPage() {
    List<String> names = new ArrayList<>();
    for (int i = 10; i < 17; i++) {
      names.add("page-" + i);
      HTTP.enqueue("page-" + i, "{\"type\":\"a\"}");
    }
    List<String> found = new ArrayList<>();
    String next = "/v1/queues?limit=3";
    while (!next.isEmpty()) {
      Reply page = HTTP.get(next);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.json().path("items").size()).isBetween(1, 3);
      page.json().path("items").forEach(item -> found.add(item.path("queue").asString()));
      String cursor = page.member("nextCursor");
      String link = page.header("Link");
      assertThat(link.isEmpty()).isEqualTo(cursor.isEmpty());
      next = link.replaceAll("^<(.*)>; rel=\"next\"$", "$1");
    }

    assertThat(found).containsAll(names).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void refusesABadPage() {
    Problems.check(HTTP.get("/v1/queues?limit=0"), 422, "validation_failed");
    Problems.check(HTTP.get("/v1/queues?limit=201"), 422, "validation_failed");
    Problems.check(HTTP.get("/v1/queues?limit=x"), 422, "validation_failed");
    Problems.check(HTTP.get("/v1/queues?cursor=%21"), 422, "validation_failed");
    Problems.check(HTTP.get("/v1/queues?limit=1&limit=2"), 422, "validation_failed");
    Problems.check(HTTP.get("/v1/queues?limt=1"), 422, "validation_failed");
  }
}
