package io.sluice.spring;

import io.sluice.WorkerBuilder;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.enqueue.TypeRef;
import io.sluice.task.handler.Emit;
import io.sluice.task.handler.TaskContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A method of a bean as a handler. */
final class HandlerMethod {
  private final Object bean;
  private final Method method;
  private final String queue;
  private final TaskType<Object, Object> type;
  private final boolean blocking;
  private final boolean emits;

  /**
   * @param method one that can be called on the bean, which may be a proxy
   * @throws IllegalStateException when it cannot be a handler; says which method and why
   */
  HandlerMethod(Object bean, Method method, String queue, String type, TaskHandler said) {
    this.bean = bean;
    this.method = method;
    this.queue = queue;
    this.blocking = said.blocking();
    this.emits = said.emit();
    ReflectionUtils.makeAccessible(method);
    try {
      this.type = typed(type, payload(), result());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(this + " cannot be a handler: " + e.getMessage(), e);
    }
    if (emits && !isPublisher()) {
      throw refused("it must return a Publisher, since its values are to be kept");
    }
  }

  String queue() {
    return queue;
  }

  String type() {
    return type.name();
  }

  void addTo(WorkerBuilder worker) {
    if (!isPublisher() && !isStage()) {
      worker.handleBlocking(type, this::called);
    } else if (emits) {
      worker.handle(type, Emit.KEPT, this::published);
    } else {
      worker.handle(type, this::published);
    }
  }

  private Publisher<Object> published(TaskContext<Object> task) {
    Flux<Object> run =
        Mono.fromCallable(() -> called(task)).flatMapMany(HandlerMethod::asPublisher);
    return blocking ? run.subscribeOn(Schedulers.boundedElastic()) : run;
  }

  @SuppressWarnings("unchecked") // what it emits is encoded as the declared type
  private static Publisher<Object> asPublisher(Object returned) {
    return returned instanceof CompletionStage<?> stage
        ? Mono.fromCompletionStage((CompletionStage<Object>) stage)
        : (Publisher<Object>) returned;
  }

  private @Nullable Object called(TaskContext<Object> task) throws Exception {
    try {
      return method.invoke(bean, arguments(task));
    } catch (InvocationTargetException e) {
      ReflectionUtils.rethrowException(e.getTargetException());
      return null;
    }
  }

  private @Nullable Object[] arguments(TaskContext<Object> task) {
    Class<?>[] parameters = method.getParameterTypes();
    @Nullable Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      arguments[i] = parameters[i] == TaskContext.class ? task : task.payload();
    }
    return arguments;
  }

  /** The parameter that is no context, else what the context is of. */
  private TypeRef<?> payload() {
    ResolvableType payload = null;
    ResolvableType ofContext = null;
    for (int i = 0; i < method.getParameterCount(); i++) {
      ResolvableType each = ResolvableType.forMethodParameter(parameter(i));
      if (each.resolve() == TaskContext.class) {
        ofContext = each.getGeneric(0);
      } else if (payload == null) {
        payload = each;
      } else {
        throw refused("it must take a payload, a TaskContext, or both");
      }
    }
    if (payload == null && (ofContext == null || ofContext.resolve() == null)) {
      return TypeRef.of(Void.class);
    }
    return ref(payload == null && ofContext != null ? ofContext : payload);
  }

  private MethodParameter parameter(int index) {
    return new MethodParameter(method, index).withContainingClass(bean.getClass());
  }

  private TypeRef<?> result() {
    ResolvableType returned = ResolvableType.forMethodReturnType(method, bean.getClass());
    if (isPublisher()) {
      return ref(returned.as(Publisher.class).getGeneric(0));
    }
    return ref(isStage() ? returned.as(CompletionStage.class).getGeneric(0) : returned);
  }

  private static TypeRef<?> ref(@Nullable ResolvableType type) {
    Class<?> plain = type == null ? Void.class : type.resolve(Void.class);
    if (type == null || plain == void.class) {
      return TypeRef.of(Void.class);
    }
    return type.hasGenerics()
        ? TypeRef.ofType(type.getType())
        : TypeRef.of(ClassUtils.resolvePrimitiveIfNecessary(plain));
  }

  private boolean isPublisher() {
    return Publisher.class.isAssignableFrom(method.getReturnType());
  }

  private boolean isStage() {
    return CompletionStage.class.isAssignableFrom(method.getReturnType());
  }

  private IllegalStateException refused(String why) {
    return new IllegalStateException(this + " cannot be a handler: " + why);
  }

  @SuppressWarnings("unchecked") // the method is called with what was read as its own types
  private static TaskType<Object, Object> typed(
      String name, TypeRef<?> payload, TypeRef<?> result) {
    return new TaskType<>(name, (TypeRef<Object>) payload, (TypeRef<Object>) result);
  }

  /** For messages. */
  @Override
  public String toString() {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }
}
