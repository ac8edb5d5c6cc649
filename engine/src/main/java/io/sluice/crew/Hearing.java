package io.sluice.crew;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.event.SteadyListener;
import reactor.core.publisher.Mono;

/**
 * The listener of an engine, and the crew on whose threads it runs together with all other code of
 * users.
 */
public final class Hearing {
  private final Crew crew;
  private final ListenerLine line;
  private final EngineListener listener;

  private Hearing(Crew crew, ListenerLine line, EngineListener listener) {
    this.crew = crew;
    this.line = line;
    this.listener = listener;
    crew.tells(
        (gang, piece, thread, since) ->
            listener.on(new EngineEvent.ThreadKept(gang, piece, thread, since)));
  }

  /** Runs a listener of a user on a crew of its own. */
  public static Hearing of(EngineListener users) {
    Crew crew = new Crew();
    ListenerLine line = new ListenerLine(users, SteadyListener.of(users), crew);
    return new Hearing(crew, line, line);
  }

  /** Adds a listener of the engine's own, which is called at once where an event happens. */
  public Hearing and(EngineListener own) {
    return new Hearing(crew, line, SteadyListener.of(line.and(own)));
  }

  public Crew crew() {
    return crew;
  }

  /** Receives the events of the engine. Returns at once and never throws. */
  public EngineListener listener() {
    return listener;
  }

  /** Completes once the listener has received all events until now, or is too slow for that. */
  public Mono<Void> heard() {
    return line.heard();
  }
}
