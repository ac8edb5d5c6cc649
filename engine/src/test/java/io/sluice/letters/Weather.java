package io.sluice.letters;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network that loses, delays and doubles by chance. */
public final class Weather implements Network {
  private static final long PACKET_LIFE_MS = 300_000;

  private final List<Packet> late = new ArrayList<>();
  private boolean calm;

  @Override
  public void calm(World world) {
    calm = true;
    while (!late.isEmpty()) {
      arrive(world, late.remove(late.size() - 1));
    }
  }

  @Override
  public @Nullable Object send(World world, Packet packet) {
    if (calm) {
      return packet.arrive(world);
    }
    double dice = world.random.nextDouble();
    if (dice < 0.06) {
      world.did("not sent");
      return null;
    }
    if (dice < 0.12) {
      world.did("delayed");
      late.add(packet);
      return null;
    }
    Object answer = packet.arrive(world);
    if (dice < 0.20) {
      world.did("late copy");
      late.add(
          new Packet(world.now(), packet.queue(), packet.script(), packet.lane(), packet.args()));
    }
    if (dice < 0.28) {
      world.did("reply lost");
      return null;
    }
    return answer;
  }

  public void deliverALatePacket(World world) {
    if (!late.isEmpty()) {
      world.did("late packet");
      arrive(world, late.remove(world.random.nextInt(late.size())));
    }
  }

  private static void arrive(World world, Packet packet) {
    if (world.now() - packet.at() < PACKET_LIFE_MS) {
      Object unused = packet.arrive(world);
    }
  }
}
