package io.sluice.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.TaskId;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Programs in other languages write and read the form that docs/payloads.md tells. */
class EncryptedFormTest {
  private static final byte[] NONCE = "ABCDEFGHIJKLMNOPQRSTUVWX".getBytes(UTF_8);

  @Test
  void thePayloadOfATaskHasTheFormOfTheDocument() throws Exception {
    byte[] head = head('T', "");
    byte[] kept = kept(head, "orders", "order.pay", "a1");

    assertThat(
            Keys.K1.decrypt(
                kept, PayloadPlace.ofTask(QueueName.of("orders"), "order.pay", TaskId.of("a1"))))
        .containsExactly(7);
  }

  @Test
  void thePayloadOfAScheduleHasTheFormOfTheDocument() throws Exception {
    byte[] head = head('S', "nightly");
    byte[] kept = kept(head, "orders", "order.pay", "nightly");

    assertThat(
            Keys.K1.decrypt(
                kept,
                PayloadPlace.ofSchedule(
                    QueueName.of("orders"), "order.pay", ScheduleName.of("nightly"))))
        .containsExactly(7);
  }

  @Test
  void theFollowUpAndTheResultHaveTheFormOfTheDocument() throws Exception {
    assertThat(
            Keys.K1.decrypt(
                kept(head('F', ""), "orders", "order.pay", ""),
                PayloadPlace.ofFollowUp(QueueName.of("orders"), "order.pay")))
        .containsExactly(7);
    assertThat(
            Keys.K1.decrypt(
                kept(head('R', ""), "orders", "", "a1"),
                PayloadPlace.ofResult(QueueName.of("orders"), TaskId.of("a1"))))
        .containsExactly(7);
    assertThat(
            Keys.K1.decrypt(
                kept(head('E', ""), "orders", "", "a1"),
                PayloadPlace.ofEmitted(QueueName.of("orders"), TaskId.of("a1"))))
        .containsExactly(7);
  }

  private static byte[] head(char kind, String schedule) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Keys.ONE, "HmacSHA256"));
    byte[] check = Arrays.copyOf(mac.doFinal("sluice payload check".getBytes(UTF_8)), 4);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.writeBytes(HexFormat.of().parseHex("91534c4501"));
    head.write(kind);
    head.write(2);
    head.writeBytes("k1".getBytes(UTF_8));
    head.writeBytes(check);
    head.write(schedule.length());
    head.writeBytes(schedule.getBytes(UTF_8));
    head.writeBytes(NONCE);
    return head.toByteArray();
  }

  private static byte[] kept(byte[] head, String queue, String type, String owner) {
    ByteArrayOutputStream additional = new ByteArrayOutputStream();
    additional.writeBytes(head);
    for (String part : new String[] {queue, type, owner}) {
      additional.write(0);
      additional.write(part.length());
      additional.writeBytes(part.getBytes(UTF_8));
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    kept.writeBytes(head);
    kept.writeBytes(new Xaes(Keys.ONE).encrypt(NONCE, additional.toByteArray(), new byte[] {0, 7}));
    return kept.toByteArray();
  }
}
