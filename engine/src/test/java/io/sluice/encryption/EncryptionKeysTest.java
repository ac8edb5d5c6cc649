package io.sluice.encryption;

import static io.sluice.encryption.Keys.K1;
import static io.sluice.encryption.Keys.K2;
import static io.sluice.encryption.Keys.ONE;
import static io.sluice.encryption.Keys.THREE;
import static io.sluice.encryption.Keys.TWO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.StoreCorruptedException.Reason;
import io.sluice.task.TaskId;
import java.util.HexFormat;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class EncryptionKeysTest {
  private static final QueueName QUEUE = QueueName.of("orders");
  private static final PayloadPlace PLACE =
      PayloadPlace.ofTask(QUEUE, "order.pay", TaskId.of("a1"));
  private static final byte[] TEXT = "a card number".getBytes(UTF_8);

  /** The first vector of c2sp.org/XAES-256-GCM. */
  @Test
  void encryptsAsTheSpecificationSaysWithoutAdditionalData() {
    byte[] sealed =
        new Xaes(ONE)
            .encrypt(
                "ABCDEFGHIJKLMNOPQRSTUVWX".getBytes(UTF_8),
                new byte[0],
                "XAES-256-GCM".getBytes(UTF_8));

    assertThat(HexFormat.of().formatHex(sealed))
        .isEqualTo("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
  }

  /** The second one, of a key whose first block of CMAC does not carry. */
  @Test
  void encryptsAsTheSpecificationSaysWithAdditionalData() {
    byte[] sealed =
        new Xaes(THREE)
            .encrypt(
                "ABCDEFGHIJKLMNOPQRSTUVWX".getBytes(UTF_8),
                "c2sp.org/XAES-256-GCM".getBytes(UTF_8),
                "XAES-256-GCM".getBytes(UTF_8));

    assertThat(HexFormat.of().formatHex(sealed))
        .isEqualTo("986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
  }

  @Test
  void whatWasEncryptedComesBackInItsPlace() {
    byte[] kept = K1.encrypt(TEXT, PLACE);

    assertThat(K1.decrypt(kept, PLACE)).isEqualTo(TEXT);
    assertThat(new String(kept, UTF_8)).doesNotContain("card");
    assertThat(kept).hasSize(TEXT.length + 55);
    assertThat(Encrypted.keyOf(kept)).isEqualTo("k1");
  }

  @Test
  void theSameIsEncryptedOtherwiseEachTime() {
    assertThat(K1.encrypt(TEXT, PLACE)).isNotEqualTo(K1.encrypt(TEXT, PLACE));
  }

  @Test
  void aPartitionIsNoOtherPlace() {
    byte[] kept = K1.encrypt(TEXT, PLACE);
    PayloadPlace partition =
        PayloadPlace.ofTask(QUEUE.partition(3), "order.pay", TaskId.of("a1").in(3));

    assertThat(K1.decrypt(kept, partition)).isEqualTo(TEXT);
  }

  @Test
  void anotherQueueTypeOrIdIsRefused() {
    byte[] kept = K1.encrypt(TEXT, PLACE);

    refused(K1, kept, PayloadPlace.ofTask(QueueName.of("o"), "order.pay", TaskId.of("a1")));
    refused(K1, kept, PayloadPlace.ofTask(QUEUE, "order.refund", TaskId.of("a1")));
    refused(K1, kept, PayloadPlace.ofTask(QUEUE, "order.pay", TaskId.of("a2")));
    refused(K1, kept, PayloadPlace.ofTask(QUEUE, "order.paya", TaskId.of("1")));
    refused(K1, kept, PayloadPlace.ofResult(QUEUE, TaskId.of("a1")));
  }

  @Test
  void aResultIsNoPayload() {
    byte[] kept = K1.encrypt(TEXT, PayloadPlace.ofResult(QUEUE, TaskId.of("a1")));

    refused(K1, kept, PLACE);
    refused(K1, kept, PayloadPlace.ofEmitted(QUEUE, TaskId.of("a1")));
  }

  @Test
  void thePayloadOfAScheduleIsReadByItsTasksOnly() {
    byte[] kept =
        K1.encrypt(TEXT, PayloadPlace.ofSchedule(QUEUE, "order.pay", ScheduleName.of("night.ly")));

    assertThat(K1.decrypt(kept, PayloadPlace.ofTask(QUEUE, "order.pay", id("night.ly.17"))))
        .isEqualTo(TEXT);
    assertThat(K1.decrypt(kept, PayloadPlace.ofTask(QUEUE, "order.pay", id("night.ly.17.now"))))
        .isEqualTo(TEXT);
    refused(K1, kept, PayloadPlace.ofTask(QUEUE, "order.pay", id("night.lyx")));
    refused(K1, kept, PayloadPlace.ofTask(QUEUE, "order.pay", id("night.17")));
    refused(K1, kept, PayloadPlace.ofTask(QUEUE, "other", id("night.ly.17")));
  }

  @Test
  void thePayloadOfAFollowUpIsReadInItsQueueByItsTypeOnly() {
    byte[] kept = K1.encrypt(TEXT, PayloadPlace.ofFollowUp(QUEUE, "order.pay"));

    assertThat(K1.decrypt(kept, PLACE)).isEqualTo(TEXT);
    refused(K1, kept, PayloadPlace.ofTask(QUEUE, "order.refund", id("a1")));
    refused(K1, kept, PayloadPlace.ofTask(QueueName.of("o"), "order.pay", id("a1")));
  }

  @Test
  void anOldKeyIsReadAndTheNewOneEncrypts() {
    byte[] old = K1.encrypt(TEXT, PLACE);
    EncryptionKeys rotated = EncryptionKeys.of("k2", TWO).reading("k1", ONE);

    assertThat(rotated.decrypt(old, PLACE)).isEqualTo(TEXT);
    assertThat(Encrypted.keyOf(rotated.encrypt(TEXT, PLACE))).isEqualTo("k2");
    assertThat(K2.decrypt(rotated.encrypt(TEXT, PLACE), PLACE)).isEqualTo(TEXT);
  }

  @Test
  void aMissingKeyIsNamed() {
    byte[] kept = K2.encrypt(TEXT, PLACE);

    assertThatThrownBy(() -> K1.decrypt(kept, PLACE))
        .hasMessage(
            "the payload of task a1 in queue orders is encrypted by key k2, and this engine has k1;"
                + " give it the key by EncryptionKeys.reading")
        .asInstanceOf(InstanceOfAssertFactories.type(StoreCorruptedException.class))
        .extracting(StoreCorruptedException::reason)
        .isEqualTo(Reason.KEY_UNKNOWN);
  }

  @Test
  void anotherKeyOfTheSameIdIsToldFromAChangedPayload() {
    byte[] kept = K1.encrypt(TEXT, PLACE);

    assertThat(reasonOf(EncryptionKeys.of("k1", TWO), kept)).isEqualTo(Reason.KEY_UNKNOWN);
    kept[kept.length - 1] ^= 1;
    assertThat(reasonOf(K1, kept)).isEqualTo(Reason.NOT_AUTHENTIC);
  }

  @Test
  void plainBytesAreReadOnlyWhereThatIsSaid() {
    assertThat(reasonOf(K1, TEXT)).isEqualTo(Reason.NOT_ENCRYPTED);
    assertThat(reasonOf(K1, new byte[0])).isEqualTo(Reason.NOT_ENCRYPTED);
    assertThat(K1.acceptingPlain().decrypt(TEXT, PLACE)).isEqualTo(TEXT);
  }

  @Test
  void isCompressedBeforeItIsEncrypted() {
    byte[] text = "a line like the one before it, ".repeat(30).getBytes(UTF_8);
    byte[] kept = K1.encrypt(text, PLACE, 100);

    assertThat(kept.length).isLessThan(200);
    assertThat(K1.decrypt(kept, PLACE)).isEqualTo(text);
    assertThat(K1.encrypt(text, PLACE, 10_000).length).isGreaterThan(text.length);
  }

  @Test
  void aKeyIsNeverShown() {
    EncryptionKeys keys = K1.reading("k2", TWO).acceptingPlain();

    assertThat(keys).hasToString("EncryptionKeys[encrypts by k1, reads k1, k2, accepts plain]");
    assertThat(EncryptionKey.of("k1", ONE)).hasToString("key k1");
  }

  @Test
  void whatIsNoKeyIsRefused() {
    assertThatThrownBy(() -> EncryptionKeys.of("k1", new byte[16]))
        .hasMessage("key k1 must have 32 bytes, has 16");
    assertThatThrownBy(() -> EncryptionKeys.of("k 1", ONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> K1.reading("k1", TWO))
        .hasMessage("there is a key k1 already; give each its own id");
  }

  @Test
  void theFingerprintsOfTwoKeysDiffer() {
    assertThat(K1.fingerprint(TEXT))
        .isEqualTo(K1.fingerprint(TEXT.clone()))
        .isNotEqualTo(K2.fingerprint(TEXT));
  }

  private static TaskId id(String value) {
    return TaskId.of(value);
  }

  private static void refused(EncryptionKeys keys, byte[] kept, PayloadPlace place) {
    assertThat(reasonOf(keys, kept, place)).isEqualTo(Reason.NOT_AUTHENTIC);
  }

  private static Reason reasonOf(EncryptionKeys keys, byte[] kept) {
    return reasonOf(keys, kept, PLACE);
  }

  private static Reason reasonOf(EncryptionKeys keys, byte[] kept, PayloadPlace place) {
    try {
      keys.decrypt(kept, place);
      throw new AssertionError("it was read");
    } catch (StoreCorruptedException refused) {
      return refused.reason();
    }
  }
}
