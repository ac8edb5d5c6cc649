package io.sluice.flow;

/** Scatter and gather without Redis. */
class ScatterInMemoryTest extends InMemoryFlow implements ScatterContract, ScatterWindowContract {}
