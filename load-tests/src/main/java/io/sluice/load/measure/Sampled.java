package io.sluice.load.measure;

/** What some work came to, and how it went meanwhile. */
public record Sampled<T>(T value, Timeline timeline) {}
