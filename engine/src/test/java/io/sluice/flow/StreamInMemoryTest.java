package io.sluice.flow;

/** Streams of tasks without Redis. */
class StreamInMemoryTest extends InMemoryFlow implements StreamContract {}
