package io.sluice.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ByteBounds;
import io.sluice.lane.Lane;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.Settlement;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class ExchangeTest {
  private static final ClaimReply.Claimed NOTHING = new ClaimReply.Claimed(List.of());

  private final Room room = new Room(8);
  private final HeldBytes bytes = new HeldBytes(new ByteBounds(1 << 10, 100), 10);
  private final Exchange exchange = new Exchange(room, bytes);
  private final Standing session = session("s");
  private final Sinks.One<Boolean> demand = Sinks.one();
  private final List<Boolean> ends = new ArrayList<>();

  /** So many slots; what ends leaves later. */
  private static final class Room implements Outlet {
    private final int slots;
    private int taken;

    Room(int slots) {
      this.slots = slots;
      this.taken = slots;
    }

    @Override
    public int room() {
      return Math.max(0, slots - taken);
    }

    @Override
    public int reserve(int max) {
      return reserve(max, 0);
    }

    @Override
    public int reserve(int max, int ending) {
      int given = Math.max(0, Math.min(max, slots - taken + ending));
      taken += given;
      return given;
    }

    @Override
    public void unreserve(int left) {
      taken -= left;
    }

    @Override
    public boolean take(Claim claim) {
      throw new AssertionError("nothing is handed on here");
    }

    @Override
    public void onRoom(Runnable told) {}
  }

  @Test
  void outcomesTakeTheClaimAlongForWhatTheyLeave() {
    offer(session, 3);
    room.unreserve(1);

    ClaimTerms terms = exchange.take(session, successes(4));

    assertThat(terms).isNotNull();
    assertThat(terms.max()).isEqualTo(5);
    assertThat(exchange.isUnderWay()).isTrue();
    assertThat(ends).isEmpty();
    exchange.ended(NOTHING);
    assertThat(ends).containsExactly(true);
    assertThat(exchange.brought()).isSameAs(NOTHING);
  }

  @Test
  void whatTheClaimDidNotBringIsFreeAgain() {
    offer(session, 3);
    assertThat(exchange.take(session, successes(4))).isNotNull();
    exchange.ended(NOTHING);

    exchange.room().leave(null);

    assertThat(room.taken).isEqualTo(8);
    assertThat(bytes.reserve(10)).isEqualTo(100);
    assertThat(exchange.isUnderWay()).isFalse();
  }

  @Test
  void fewOutcomesAreNotWorthIt() {
    offer(session, 3);

    assertThat(exchange.take(session, successes(2))).isNull();
    assertThat(exchange.take(session, successes(3))).isNotNull();
  }

  @Test
  void oneOfferIsTakenOnce() {
    offer(session, 1);

    assertThat(exchange.take(session, successes(1))).isNotNull();
    assertThat(exchange.take(session, successes(1))).isNull();
  }

  @Test
  void theLoopWaitsHalfAsLongAfterAnOfferThatNobodyTookInTime() {
    long patience = exchange.patienceNanos();
    offer(session, 3);
    room.unreserve(5); // one task keeps its slot for long

    demand.tryEmitValue(true);

    assertThat(ends).containsExactly(false);
    assertThat(exchange.patienceNanos()).isEqualTo(patience / 2);
  }

  @Test
  void theLoopIsAsPatientAsBeforeWhenThereWasRoomEnoughWithoutOutcomes() {
    long patience = exchange.patienceNanos();
    offer(session, 3);
    room.unreserve(6);

    demand.tryEmitValue(true);

    assertThat(ends).containsExactly(false);
    assertThat(exchange.patienceNanos()).isEqualTo(patience);
  }

  @Test
  void anotherSessionDoesNotTakeIt() {
    offer(session, 1);

    assertThat(exchange.take(session("t"), successes(1))).isNull();
  }

  @Test
  void anOutcomeThatAsksForMoreDoesNotTakeIt() {
    offer(session, 1);

    Settlement given = new Settlement(TaskId.of("a"), "s:1:5", Outcome.RELEASE);
    Settlement kept =
        new Settlement(
            TaskId.of("a"), "s:1:5", new Outcome.Succeed(new byte[0]), Duration.ofDays(1));

    assertThat(exchange.take(session, List.of(given))).isNull();
    assertThat(exchange.take(session, List.of(kept))).isNull();
    assertThat(ends).isEmpty();
  }

  @Test
  void whereThereIsRoomBeforeTheClaimGoesByItself() {
    offer(session, 1);

    demand.tryEmitValue(true);

    assertThat(ends).containsExactly(false);
    assertThat(exchange.take(session, successes(8))).isNull();
  }

  @Test
  void demandThatIsThereAtOnceLeavesTheNextOfferAlone() {
    demand.tryEmitValue(true);
    offer(session, 1);
    assertThat(ends).containsExactly(false);

    exchange.offer(session, 1, Mono.never()).subscribe(ends::add);

    assertThat(exchange.take(session, successes(1))).isNotNull();
    exchange.ended(NOTHING);
    assertThat(ends).containsExactly(false, true);
  }

  @Test
  void anOfferThatIsMadeWhileTheOneBeforeEndsIsHeard() {
    exchange
        .offer(
            session,
            1,
            Mono.fromSupplier(
                () -> {
                  exchange.offer(session, 1, Mono.never()).subscribe(ends::add);
                  return true;
                }))
        .subscribe();

    assertThat(exchange.take(session, successes(1))).isNotNull();
    exchange.ended(NOTHING);

    assertThat(ends).containsExactly(true);
  }

  @Test
  void roomThatComesWhileItIsUnderWayDoesNotEndIt() {
    offer(session, 1);
    assertThat(exchange.take(session, successes(1))).isNotNull();

    demand.tryEmitValue(true);
    assertThat(ends).isEmpty();
    exchange.ended(null);

    assertThat(ends).containsExactly(true);
    assertThat(exchange.brought()).isNull();
  }

  @Test
  void withoutBytesTheClaimGoesByItselfAndKeepsNoRoom() {
    bytes.giveBack(-100);
    offer(session, 1);

    assertThat(exchange.take(session, successes(4))).isNull();

    assertThat(ends).containsExactly(false);
    assertThat(room.taken).isEqualTo(8);
  }

  @Test
  void afterOneThatWasDeclinedTheNextClaimsGoByThemselves() {
    assertThat(exchange.isDue()).isTrue();
    offer(session, 1);
    assertThat(exchange.take(session, successes(1))).isNotNull();
    exchange.ended(null);
    assertThat(exchange.brought()).isNull();

    assertThat(IntStream.range(0, 62).anyMatch(i -> exchange.isDue())).isFalse();
    assertThat(exchange.isDue()).isTrue();
  }

  private void offer(Standing to, int least) {
    exchange.offer(to, least, demand.asMono()).subscribe(ends::add);
  }

  private static List<Settlement> successes(int many) {
    return IntStream.range(0, many)
        .mapToObj(
            i -> new Settlement(TaskId.of("t" + i), "s:1:5", new Outcome.Succeed(new byte[] {1})))
        .toList();
  }

  private static Standing session(String id) {
    return new Standing(new Lane(QueueName.of("q"), id, "c", event -> {}), Flux.never());
  }
}
