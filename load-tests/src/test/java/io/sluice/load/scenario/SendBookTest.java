package io.sluice.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.http.GatewayClient;
import io.sluice.load.measure.LedgerCheck;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.TaskLog;
import io.sluice.task.OverloadedException;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class SendBookTest {
  private final TaskLog log = new TaskLog(2);
  private final SendBook sends = new SendBook(log);

  @Test
  void anUnansweredSendStaysOpenAndARefusedOneDoesNot() {
    sends.sent(0);
    sends.failed(0, new RedisUnavailableException("no answer", null));
    sends.sent(1);
    sends.failed(1, new OverloadedException("full"));

    LedgerVerdict verdict = LedgerCheck.judge(log, nothing(), null);

    assertThat(verdict.unknown()).isEqualTo(1);
    assertThat(verdict.refused()).isEqualTo(1);
  }

  @Test
  void aGatewayThatDidNotAnswerLeavesItOpenToo() {
    sends.sent(0);
    GatewayClient client = new GatewayClient("http://127.0.0.1:19", 1);
    StepVerifier.create(client.leaving("q", "t").enqueue(new byte[] {'1'}))
        .expectErrorSatisfies(error -> sends.failed(0, error))
        .verify(Duration.ofSeconds(10));
    client.close();

    assertThat(LedgerCheck.judge(log, nothing(), null).unknown()).isEqualTo(1);
  }

  @Test
  void theFirstErrorIsTold() {
    sends.sent(0);
    sends.sent(1);
    sends.failed(0, new OverloadedException("the first"));
    sends.failed(1, new OverloadedException("the second"));

    assertThat(sends.problems()).singleElement().asString().contains("2 sends", "the first");
  }

  @Test
  void aSendWithoutAnyAnswerIsTold() {
    sends.sent(0);

    assertThat(sends.answered()).isZero();
    assertThat(sends.problems()).singleElement().asString().contains("1 sends were never answered");
  }

  @Test
  void withoutErrorsThereIsNothingToSay() {
    assertThat(sends.problems()).isEmpty();
  }

  private static Ledger nothing() {
    return new Ledger(
        QueueName.of("q"),
        0,
        0,
        0,
        0,
        new QueueView.Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        Ledger.Corrections.NONE);
  }
}
