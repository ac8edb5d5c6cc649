package io.sluice;

import io.sluice.crew.Crew;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.event.SteadyListener;

/**
 * Who hears what happens in an engine, and the crew on whose threads that and all other code of
 * users runs.
 */
record Hearing(Crew crew, ListenerLine line, EngineListener listener) {
  static Hearing of(EngineListener told) {
    Crew crew = new Crew();
    ListenerLine line = new ListenerLine(told, SteadyListener.of(told), crew);
    return of(crew, line, line);
  }

  /** With another one that is no user's: it is told at once, where it happens. */
  Hearing and(EngineListener own) {
    return of(crew, line, SteadyListener.of(line.and(own)));
  }

  private static Hearing of(Crew crew, ListenerLine line, EngineListener listener) {
    crew.tells(
        (gang, piece, thread, since) ->
            listener.on(new EngineEvent.ThreadKept(gang, piece, thread, since)));
    return new Hearing(crew, line, listener);
  }
}
