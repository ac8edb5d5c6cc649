package io.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.redis.ClusterView.Place;
import org.junit.jupiter.api.Test;

/** What nodes say of their Cluster. */
class ClusterViewTest {
  private static final Place ASKED = new Place("asked", 7000);

  @Test
  void slotsAreThoseOfMasters() {
    ClusterView view =
        read(
            """
            aa 10.0.0.1:7001@17001 myself,master - 0 0 1 connected 0-5460 5462
            bb 10.0.0.2:7002@17002 master - 0 1 2 connected 5461 5463-16383
            cc 10.0.0.3:7003@17003 slave aa 0 1 1 connected
            """);

    assertThat(view.ownerOf(0)).isEqualTo(new Place("10.0.0.1", 7001));
    assertThat(view.ownerOf(5461)).isEqualTo(new Place("10.0.0.2", 7002));
    assertThat(view.ownerOf(5462)).isEqualTo(new Place("10.0.0.1", 7001));
    assertThat(view.ownerOf(16383)).isEqualTo(new Place("10.0.0.2", 7002));
    assertThat(view.orphans()).isZero();
    assertThat(view.masters()).hasSize(2);
    assertThat(view.places()).hasSize(3);
  }

  @Test
  void aSlotThatIsOnItsWayIsStillWhereItWas() {
    ClusterView view =
        read(
            """
            aa 10.0.0.1:7001@17001 myself,master - 0 0 1 connected 0-9 [5->-bb] [12-<-bb]
            """);

    assertThat(view.ownerOf(5)).isEqualTo(new Place("10.0.0.1", 7001));
    assertThat(view.ownerOf(12)).isNull();
    assertThat(view.orphans()).isEqualTo(16384 - 10);
  }

  @Test
  void aNodeThatDoesNotKnowItsHostIsWhereItWasAsked() {
    ClusterView view = read("aa :7001@17001 myself,master - 0 0 0 connected 0-1\n");

    assertThat(view.ownerOf(1)).isEqualTo(new Place("asked", 7001));
  }

  @Test
  void nodesThatAreGoneAreNotAskedAndKeepTheirSlotsUntilAnotherHasThem() {
    ClusterView view =
        read(
            """
            aa 10.0.0.1:7001@17001 master,fail - 0 0 1 disconnected 0-1
            bb :0@0 master,noaddr - 0 0 2 disconnected 2
            cc 10.0.0.3:7003@17003 handshake - 0 0 0 connected
            """);

    assertThat(view.ownerOf(0)).isEqualTo(new Place("10.0.0.1", 7001));
    assertThat(view.ownerOf(2)).isNull();
    assertThat(view.places()).isEmpty();
  }

  @Test
  void ofTwoThatDifferTheHigherEpochCounts() {
    ClusterView old = read("aa 10.0.0.1:7001@17001 myself,master - 0 0 3 connected 0-1\n");
    ClusterView young = read("bb 10.0.0.2:7002@17002 myself,master - 0 0 4 connected 1\n");

    assertThat(old.and(young).ownerOf(1)).isEqualTo(new Place("10.0.0.2", 7002));
    assertThat(young.and(old).ownerOf(1)).isEqualTo(new Place("10.0.0.2", 7002));
    assertThat(young.and(old).ownerOf(0)).isEqualTo(new Place("10.0.0.1", 7001));
  }

  @Test
  void nodesAreCalledByTheirNamesWhereCertificatesNameThem() {
    String line = "aa 10.0.0.1:7001@17001,one.example myself,master - 0 0 3 connected 0\n";

    assertThat(ClusterView.read(line, ASKED, true).ownerOf(0))
        .isEqualTo(new Place("one.example", 7001));
    assertThat(read(line).ownerOf(0)).isEqualTo(new Place("10.0.0.1", 7001));
  }

  @Test
  void anAddressOfSixteenBytesHasColons() {
    ClusterView view = read("aa fd00::1:7001@17001 myself,master - 0 0 3 connected 0\n");

    assertThat(view.ownerOf(0)).isEqualTo(new Place("fd00::1", 7001));
  }

  private static ClusterView read(String nodes) {
    return ClusterView.read(nodes, ASKED, false);
  }
}
