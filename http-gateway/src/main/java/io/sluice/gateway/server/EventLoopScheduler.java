package io.sluice.gateway.server;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

/**
 * The thread of a connection.
 *
 * <p>Answers come from whatever thread Redis was heard on. When one is ended there, Reactor Netty
 * may take in the next request of the connection between the last byte of this answer and the end
 * of its bookkeeping; it puts that request aside then, and nobody ever comes back for it. Ended on
 * the thread of the connection, nothing can come between.
 */
final class EventLoopScheduler {
  static Scheduler of(HttpServerRequest request) {
    List<EventLoop> found = new ArrayList<>(1);
    request.withConnection(connection -> found.add(connection.channel().eventLoop()));
    EventLoop loop = found.get(0);
    return Schedulers.fromExecutor(
        task -> {
          if (loop.inEventLoop()) {
            task.run();
          } else {
            loop.execute(task);
          }
        });
  }

  private EventLoopScheduler() {}
}
