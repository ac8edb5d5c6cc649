package io.sluice.liveness;

import io.sluice.script.Landing;
import io.sluice.store.TaskStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A real store whose calls go wrong on request, by verb and queue. */
final class FaultyStore {
  /** For verbs that are not of one queue. */
  static final String ANY_QUEUE = "";

  private final TaskStore real;
  private final Map<Step, Trouble> troubles = new ConcurrentHashMap<>();

  /** A verb on a queue. */
  record Step(String verb, String queue) {}

  FaultyStore(TaskStore real) {
    this.real = real;
  }

  TaskStore store() {
    return (TaskStore) proxy(TaskStore.class, this::onStore);
  }

  /** So many calls go wrong from now on. */
  Trouble arm(Step step, Fault fault, int times) {
    Trouble trouble = new Trouble(fault, times);
    troubles.put(step, trouble);
    return trouble;
  }

  private @Nullable Object onStore(Object self, Method verb, Object @Nullable [] arguments)
      throws Throwable {
    Object queue = arguments == null || verb.getName().equals("queues") ? null : arguments[0];
    String name = queue == null ? ANY_QUEUE : queue.toString();
    if (verb.getReturnType() == Landing.class) {
      Landing landing = (Landing) invoke(verb, real, arguments);
      return proxy(
          Landing.class,
          (any, wait, none) -> watched(new Step(wait.getName(), name), wait, landing, none));
    }
    return watched(new Step(verb.getName(), name), verb, real, arguments);
  }

  private @Nullable Object watched(
      Step step, Method method, Object target, Object @Nullable [] arguments) throws Throwable {
    Trouble trouble = troubles.get(step);
    if (trouble == null) {
      return invoke(method, target, arguments);
    }
    if (method.getReturnType() == Flux.class) {
      return trouble
          .meet(() -> Mono.just(invokeUnchecked(method, target, arguments)))
          .hide() // else an error is thrown in place of signalled
          .flatMapMany(flux -> (Flux<?>) flux);
    }
    return trouble.meet(() -> (Mono<?>) invokeUnchecked(method, target, arguments));
  }

  private static Object invokeUnchecked(
      Method method, Object target, Object @Nullable [] arguments) {
    try {
      return invoke(method, target, arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("the real store threw", e);
    }
  }

  private static Object invoke(Method method, Object target, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }
}
