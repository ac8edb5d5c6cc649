package io.sluice.letters;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network in which one call goes wrong, and which one is told. */
public final class Misfortune implements Network {
  private final int wrong;
  private final Mishap mishap;
  private final List<Packet> late = new ArrayList<>();
  private int calls;
  private boolean dies;

  /**
   * @param wrong the number of the call, from 1; 0 for none
   */
  public Misfortune(int wrong, Mishap mishap) {
    this.wrong = wrong;
    this.mishap = mishap;
  }

  public int calls() {
    return calls;
  }

  /** Whether the one that made the last call died of it. */
  public boolean dies() {
    boolean told = dies;
    dies = false;
    return told;
  }

  @Override
  public void calm(World world) {
    late.forEach(packet -> arrive(world, packet));
    late.clear();
  }

  @Override
  public @Nullable Object send(World world, Packet packet) {
    calls++;
    Object answer = calls == wrong ? goWrong(world, packet) : packet.arrive(world);
    if (calls == wrong + mishap.after() && mishap.after() > 0) {
      calm(world);
    }
    return answer;
  }

  private @Nullable Object goWrong(World world, Packet packet) {
    boolean runs =
        mishap.request() != Mishap.Request.LOST && mishap.request() != Mishap.Request.LATE;
    if (mishap.after() > 0) {
      late.add(packet);
    }
    Object answer = runs ? packet.arrive(world) : null;
    dies = mishap.caller() == Mishap.Caller.DIES;
    return mishap.caller() == Mishap.Caller.HEARS ? answer : null;
  }

  private static void arrive(World world, Packet packet) {
    Object unused = packet.arrive(world);
  }
}
