package io.sluice.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ByteBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

class DemandTest {
  private final LateTimer timer = new LateTimer();
  private final List<Boolean> answers = new ArrayList<>();
  private final Downstream downstream = new Downstream();
  private final HeldBytes bytes = new HeldBytes(new ByteBounds(1 << 10, 10), 5);
  private final Demand demand = new Demand(downstream, bytes, timer);

  @Test
  void waitsUntilSomethingIsAskedFor() {
    demand.any().subscribe(answers::add);
    assertThat(answers).isEmpty();

    downstream.request(1);

    assertThat(answers).containsExactly(true);
  }

  @Test
  void gathersUntilSoManyAreAskedFor() {
    demand.gathered(3).subscribe(answers::add);

    downstream.request(2);
    assertThat(answers).isEmpty();
    downstream.request(1);

    assertThat(answers).containsExactly(true);
  }

  @Test
  void whoGathersNothingWaitsForOne() {
    demand.gathered(0).subscribe(answers::add);
    assertThat(answers).isEmpty();

    downstream.request(1);

    assertThat(answers).containsExactly(true);
  }

  @Test
  void isContentWithLessWhenTheTimeToGatherIsUp() {
    demand.gathered(3).subscribe(answers::add);
    downstream.request(1);

    timer.runAll();

    assertThat(answers).containsExactly(true);
    assertThat(demand.now()).isEqualTo(1);
  }

  @Test
  void aTimerThatComesLateLeavesALaterWaiterAlone() {
    demand.gathered(3).subscribe(answers::add);
    downstream.request(3);
    downstream.give(3);
    demand.any().subscribe(answers::add);

    timer.runAll();
    downstream.request(1);

    assertThat(answers).containsExactly(true, true);
  }

  @Test
  void nothingIsAskedForWhileTooManyBytesAreHeld() {
    downstream.request(1);
    bytes.giveBack(-6);
    demand.any().subscribe(answers::add);
    assertThat(demand.now()).isZero();
    assertThat(answers).isEmpty();

    bytes.giveBack(1);

    assertThat(answers).containsExactly(true);
  }

  @Test
  void ofManyThatWaitForBytesAsManyAreToldAsHaveRoom() {
    List<Demand> demands = new ArrayList<>();
    List<Integer> told = new ArrayList<>();
    bytes.giveBack(-10);
    for (int i = 0; i < 100; i++) {
      int number = i;
      Downstream outlet = new Downstream();
      Demand each = new Demand(outlet, bytes, timer);
      demands.add(each);
      outlet.request(1);
      each.any()
          .subscribe(
              any -> {
                told.add(number);
                bytes.reserve(1);
              });
    }
    assertThat(told).isEmpty();

    bytes.giveBack(5);
    assertThat(told).containsExactly(0);
    demands.get(1).leave();
    bytes.giveBack(2);
    bytes.giveBack(3);
    assertThat(told).containsExactly(0, 2);
    bytes.giveBack(10);
    assertThat(told).containsExactly(0, 2, 3, 4);
  }

  @Test
  void whoIsToldOfBytesAndHasNoUseForThemDoesNotKeepThemFromOthers() {
    bytes.giveBack(-6);
    downstream.request(1);
    demand.any().subscribe(answers::add);
    downstream.give(1);
    Downstream other = new Downstream();
    other.request(1);
    new Demand(other, bytes, timer).any().subscribe(answers::add);

    bytes.giveBack(1);
    assertThat(answers).containsExactly(true);
    downstream.request(1);
    assertThat(answers).containsExactly(true, true);
  }

  @Test
  void anEndIsTheAnswerOfWhoeverWaits() {
    demand.gathered(3).subscribe(answers::add);

    demand.close();

    assertThat(answers).containsExactly(false);
  }

  /** Asks by hand. */
  private static final class Downstream implements Outlet {
    private int room;
    private Runnable onRoom = () -> {};

    void request(int more) {
      room += more;
      onRoom.run();
    }

    void give(int many) {
      room -= many;
    }

    @Override
    public int room() {
      return room;
    }

    @Override
    public int reserve(int max) {
      throw new UnsupportedOperationException("demand does not claim");
    }

    @Override
    public boolean take(Claim claim) {
      throw new UnsupportedOperationException("demand does not claim");
    }

    @Override
    public void onRoom(Runnable told) {
      onRoom = told;
    }
  }

  /** Runs what it was given when a test says so, also what was disposed of: that is the race. */
  private static final class LateTimer implements Scheduler {
    private final List<Runnable> tasks = new ArrayList<>();

    void runAll() {
      tasks.forEach(Runnable::run);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
      tasks.add(task);
      return Disposables.disposed();
    }

    @Override
    public Disposable schedule(Runnable task) {
      throw new UnsupportedOperationException("nothing is to run at once");
    }

    @Override
    public Worker createWorker() {
      throw new UnsupportedOperationException("no worker is needed");
    }
  }
}
