package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.Outlet;
import io.sluice.claim.Stage;
import io.sluice.config.QueueShares;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForkTest {
  /** No task is begun here. */
  private final Slots slots =
      new Slots(10, QueueShares.strict("a"), null, null, (queue, error) -> {});

  private final Fork fork = new Fork(slots.shares().get(0), slots::count);
  private final List<Integer> told = new ArrayList<>();

  @Test
  void leavesAllSlotsToAQueueOfOnePartition() {
    Outlet only = branch(0);

    only.at(Stage.SEEKS);
    assertThat(only.room()).isEqualTo(10);
    assertThat(only.most()).isEqualTo(10);
    assertThat(only.shared()).isFalse();
    assertThat(only.reserve(256)).isEqualTo(10);
    assertThat(only.reserve(256, 5)).isEqualTo(5);
  }

  @Test
  void dividesTheSlotsAmongThePartitionsThatHaveUseForThem() {
    Outlet first = branch(0);
    Outlet second = branch(1);
    Outlet third = branch(2);

    first.at(Stage.SEEKS);
    assertThat(first.room()).isEqualTo(10);
    second.at(Stage.SEEKS);
    assertThat(List.of(first.room(), second.room())).containsExactly(5, 5);
    third.at(Stage.CALLS);
    assertThat(List.of(first.room(), second.room(), third.room())).containsExactly(4, 4, 4);
    third.at(Stage.RESTS);
    assertThat(List.of(first.room(), second.room())).containsExactly(5, 5);
  }

  @Test
  void givesAPartitionNoMoreThanItsPartHoweverOftenItAsks() {
    Outlet first = branch(0);
    Outlet second = branch(1);
    first.at(Stage.SEEKS);
    second.at(Stage.SEEKS);

    assertThat(first.reserve(3)).isEqualTo(3);
    assertThat(first.reserve(256)).isEqualTo(2);
    assertThat(first.reserve(256)).isZero();
    assertThat(second.reserve(256)).isEqualTo(5);
    first.unreserve(4);
    assertThat(first.room()).isEqualTo(4);
    assertThat(second.room()).isZero();
  }

  @Test
  void letsTasksThatEndLeaveTheirSlotsToTheNextOfTheirPartition() {
    Outlet first = branch(0);
    Outlet second = branch(1);
    first.at(Stage.SEEKS);
    second.at(Stage.SEEKS);
    first.reserve(256);
    second.reserve(256);

    assertThat(first.reserve(256, 4)).isEqualTo(4);
  }

  @Test
  void passesOnNoSlotThatOthersCouldNotHaveAsWell() {
    Outlet alone = branch(0);
    Outlet late = branch(1);
    alone.at(Stage.SEEKS);
    alone.reserve(256);
    late.at(Stage.SEEKS);

    assertThat(alone.reserve(256, 3)).as("it holds 10, and its part is 5").isZero();
    assertThat(alone.reserve(256, 7)).isEqualTo(2);
  }

  @Test
  void tellsFirstOfRoomWhoComesAfterTheLastThatGotSome() {
    Outlet first = branch(0);
    Outlet second = branch(1);
    Outlet third = branch(2);
    List.of(first, second, third).forEach(each -> each.at(Stage.SEEKS));
    second.reserve(1);
    told.clear();

    second.unreserve(1);
    assertThat(told).containsExactly(2, 0, 1);
  }

  private Outlet branch(int index) {
    Outlet branch = fork.branch();
    branch.onRoom(() -> told.add(index));
    return branch;
  }
}
