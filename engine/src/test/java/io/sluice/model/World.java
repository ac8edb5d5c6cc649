package io.sluice.model;

import io.sluice.spec.Server;
import io.sluice.spec.Variant;

/** What everybody in a seed shares. */
record World(
    Conditions conditions,
    Variant variant,
    Dice dice,
    Server server,
    Wire wire,
    History history,
    Truth truth,
    Receipts receipts,
    Faults faults) {

  long now() {
    return server.now();
  }
}
