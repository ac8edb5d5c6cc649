package io.sluice.redis;

import io.lettuce.core.cluster.SlotHash;
import io.sluice.task.view.ClusterFacts.Slots;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which node has which slot, as nodes of a Cluster tell it by CLUSTER NODES. Where two nodes
 * differ, the one with the higher epoch has the slot: the Cluster itself decides by that.
 */
final class ClusterView {
  /** Fields of a line, in their order: id, address, flags, master, ping, pong, epoch, link. */
  private static final int ADDRESS = 1;

  private static final int FLAGS = 2;
  private static final int EPOCH = 6;
  private static final int FIRST_SLOT = 8;
  private static final int NONE = -1;

  private final Owner[] owners = new Owner[SlotHash.SLOT_COUNT];
  private final Set<Place> places = new HashSet<>();

  /** Where a node listens. */
  record Place(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** A master, and since when it has what it says that it has. */
  private record Owner(Place place, long epoch) {}

  /**
   * Reads what one node says.
   *
   * @param asked where that node was asked, which need not know its own host
   * @param byName whether nodes are to be called by their names, where they have some
   */
  static ClusterView read(String nodes, Place asked, boolean byName) {
    ClusterView view = new ClusterView();
    nodes.lines().forEach(line -> view.add(line.split(" ", -1), asked, byName));
    return view;
  }

  /** Both together. */
  ClusterView and(ClusterView other) {
    ClusterView both = new ClusterView();
    both.places.addAll(places);
    both.places.addAll(other.places);
    for (int slot = 0; slot < owners.length; slot++) {
      both.owners[slot] = later(owners[slot], other.owners[slot]);
    }
    return both;
  }

  /** Null where no node has the slot. */
  @Nullable Place ownerOf(int slot) {
    return owners[slot] == null ? null : owners[slot].place();
  }

  /** The masters that have slots. */
  Set<Place> masters() {
    Set<Place> masters = new HashSet<>();
    for (Owner owner : owners) {
      if (owner != null) {
        masters.add(owner.place());
      }
    }
    return masters;
  }

  /** The slots of a master, in their order. */
  List<Slots> slotsOf(Place master) {
    List<Slots> some = new ArrayList<>();
    int first = NONE;
    for (int slot = 0; slot <= owners.length; slot++) {
      Owner owner = slot < owners.length ? owners[slot] : null;
      boolean has = owner != null && owner.place().equals(master);
      if (has && first == NONE) {
        first = slot;
      } else if (!has && first != NONE) {
        some.add(new Slots(first, slot - 1));
        first = NONE;
      }
    }
    return some;
  }

  /** How many slots no node has. */
  int orphans() {
    int orphans = 0;
    for (Owner owner : owners) {
      orphans += owner == null ? 1 : 0;
    }
    return orphans;
  }

  /** Where nodes listen that are not known to be gone, masters and replicas. */
  Set<Place> places() {
    return Set.copyOf(places);
  }

  private void add(String[] words, Place asked, boolean byName) {
    if (words.length < FIRST_SLOT) {
      return;
    }
    List<String> flags = List.of(words[FLAGS].split(",", -1));
    if (flags.contains("noaddr") || flags.contains("handshake")) {
      return;
    }
    Place place = place(words[ADDRESS], asked, byName);
    if (!flags.contains("fail")) {
      places.add(place);
    }
    if (flags.contains("master")) {
      Owner owner = new Owner(place, Long.parseLong(words[EPOCH]));
      for (int i = FIRST_SLOT; i < words.length; i++) {
        give(words[i], owner);
      }
    }
  }

  /** {@code 5} or {@code 0-5460}; a slot that is under way is told again in brackets. */
  private void give(String range, Owner owner) {
    if (!range.startsWith("[")) {
      int dash = range.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
      for (int slot = first; slot <= last; slot++) {
        owners[slot] = owner;
      }
    }
  }

  /** {@code host:port@busport,name}, of which all but the port may be missing. */
  private static Place place(String text, Place asked, boolean byName) {
    String[] parts = text.split(",", -1);
    String address = parts[0].replaceAll("@.*", "");
    int colon = address.lastIndexOf(':');
    String name = byName && parts.length > 1 ? parts[1] : "";
    String host = name.isEmpty() ? address.substring(0, colon) : name;
    return new Place(
        host.isEmpty() ? asked.host() : host, Integer.parseInt(address.substring(colon + 1)));
  }

  private static @Nullable Owner later(@Nullable Owner one, @Nullable Owner other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.epoch() > one.epoch() ? other : one;
  }
}
