package io.sluice.gateway.client;

/** One server-sent event. */
public record ServerEvent(String name, String data) {}
