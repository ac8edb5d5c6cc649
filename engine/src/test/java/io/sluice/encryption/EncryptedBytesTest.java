package io.sluice.encryption;

import static io.sluice.encryption.Keys.K1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.QueueName;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Of any payload in any place. */
class EncryptedBytesTest {
  @Property
  void whatIsEncryptedComesBack(
      @ForAll @Size(max = 5_000) byte[] payload,
      @ForAll("places") PayloadPlace place,
      @ForAll @IntRange(max = 1_000) int compressFrom) {
    assertThat(K1.decrypt(K1.encrypt(payload, place, compressFrom), place)).isEqualTo(payload);
  }

  @Property
  void oneBitThatIsAnotherIsSeen(
      @ForAll @Size(max = 300) byte[] payload,
      @ForAll("places") PayloadPlace place,
      @ForAll @IntRange(max = 1_000_000) int bit) {
    byte[] kept = K1.encrypt(payload, place);
    int flipped = bit % (8 * kept.length);
    kept[flipped / 8] ^= (byte) (1 << flipped % 8);

    assertThatThrownBy(() -> K1.decrypt(kept, place)).isInstanceOf(StoreCorruptedException.class);
  }

  @Property
  void whatIsCutShortIsSeen(
      @ForAll @Size(max = 300) byte[] payload,
      @ForAll("places") PayloadPlace place,
      @ForAll @IntRange(max = 1_000_000) int length) {
    byte[] kept = K1.encrypt(payload, place);
    byte[] cut = Arrays.copyOf(kept, length % kept.length);

    assertThatThrownBy(() -> K1.decrypt(cut, place)).isInstanceOf(StoreCorruptedException.class);
  }

  @Property
  void anotherPlaceIsSeen(
      @ForAll @Size(max = 300) byte[] payload,
      @ForAll("places") PayloadPlace place,
      @ForAll("places") PayloadPlace other) {
    byte[] kept = K1.encrypt(payload, place);

    if (!place.equals(other)) {
      assertThatThrownBy(() -> K1.decrypt(kept, other)).isInstanceOf(StoreCorruptedException.class);
    }
  }

  @Property
  void anyBytesBehindAHeadAreRefused(@ForAll @Size(max = 300) byte[] bytes) {
    PayloadPlace place = PayloadPlace.ofFollowUp(QueueName.of("q"), "t");
    byte[] whole = K1.encrypt(new byte[0], place);
    byte[] other = Arrays.copyOf(whole, whole.length);
    int from = Math.min(bytes.length, other.length);
    System.arraycopy(bytes, 0, other, other.length - from, from);

    if (!Arrays.equals(whole, other)) {
      assertThatThrownBy(() -> K1.decrypt(other, place))
          .isInstanceOf(StoreCorruptedException.class);
    }
    assertThat(Encrypted.keyOf(bytes)).isNull();
  }

  @Provide
  Arbitrary<PayloadPlace> places() {
    Arbitrary<String> names = Arbitraries.of("a", "b", "ab", "a.b");
    Arbitrary<PayloadPlace> tasks =
        names.flatMap(
            queue ->
                names.flatMap(
                    type ->
                        names.map(
                            id -> PayloadPlace.ofTask(QueueName.of(queue), type, TaskId.of(id)))));
    Arbitrary<PayloadPlace> results =
        names.flatMap(
            queue -> names.map(id -> PayloadPlace.ofResult(QueueName.of(queue), TaskId.of(id))));
    Arbitrary<PayloadPlace> emitted =
        names.flatMap(
            queue -> names.map(id -> PayloadPlace.ofEmitted(QueueName.of(queue), TaskId.of(id))));
    return Arbitraries.oneOf(tasks, results, emitted);
  }
}
