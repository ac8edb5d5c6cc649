package io.sluice.gateway.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Somebody wants the process to end: Ctrl-C or SIGTERM.
 *
 * <p>A shutdown hook would hear it too, but could not choose the exit code, and would run at the
 * same time as the hooks of what must be stopped last. So the signals are handled, by the class
 * that every JDK has for it; it is reached by reflection since the compiler warns of it by name.
 * Where that fails, the process ends by its hooks: not in order, yet losing nothing.
 */
final class StopSignal {
  private static final Logger log = LoggerFactory.getLogger(StopSignal.class);
  private static final List<String> SIGNALS = List.of("TERM", "INT");

  private final Sinks.Empty<Void> asked = Sinks.empty();

  private StopSignal() {}

  /** Listens from now on. The second signal acts as if nobody listened: it ends the process. */
  static StopSignal install() {
    StopSignal signal = new StopSignal();
    for (String name : SIGNALS) {
      try {
        signal.listen(name);
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        log.warn("cannot listen for signal {}: {}", name, e.toString());
      }
    }
    return signal;
  }

  /** Completes when the first signal has come. */
  Mono<Void> asked() {
    return asked.asMono();
  }

  private void listen(String name) throws ReflectiveOperationException {
    Class<?> signalClass = Class.forName("sun.misc.Signal");
    Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
    Method handle = signalClass.getMethod("handle", signalClass, handlerClass);
    Object signal = signalClass.getConstructor(String.class).newInstance(name);
    Handler handler = new Handler(this, handle, signal);
    Object proxy =
        Proxy.newProxyInstance(
            StopSignal.class.getClassLoader(), new Class<?>[] {handlerClass}, handler);
    handler.before = handle.invoke(null, signal, proxy);
  }

  private static final class Handler implements InvocationHandler {
    private final StopSignal stop;
    private final Method handle;
    private final Object signal;
    private volatile Object before = new Object();

    Handler(StopSignal stop, Method handle, Object signal) {
      this.stop = stop;
      this.handle = handle;
      this.signal = signal;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
      handle.invoke(null, signal, before);
      stop.asked.tryEmitEmpty();
      return method;
    }
  }
}
