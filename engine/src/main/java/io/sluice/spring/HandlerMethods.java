package io.sluice.spring;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/** Finds the handlers among the beans of an application. */
final class HandlerMethods {
  private final ConfigurableListableBeanFactory beans;
  private final String defaultQueue;

  HandlerMethods(ConfigurableListableBeanFactory beans, String defaultQueue) {
    this.beans = beans;
    this.defaultQueue = defaultQueue;
  }

  /**
   * By queue; the beans that have some are made.
   *
   * @throws IllegalStateException when a method cannot be a handler, or two are for one type
   */
  Map<String, List<HandlerMethod>> byQueue() {
    Map<String, List<HandlerMethod>> found = new LinkedHashMap<>();
    for (String name : beans.getBeanNamesForType(Object.class, false, false)) {
      Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
      if (type != null && AnnotationUtils.isCandidateClass(type, TaskHandler.class)) {
        annotated(type).forEach((method, said) -> add(found, handler(name, method, said)));
      }
    }
    return found;
  }

  private static Map<Method, TaskHandler> annotated(Class<?> type) {
    MetadataLookup<@Nullable TaskHandler> lookup =
        method -> AnnotatedElementUtils.findMergedAnnotation(method, TaskHandler.class);
    return MethodIntrospector.selectMethods(type, lookup);
  }

  private HandlerMethod handler(String name, Method method, TaskHandler said) {
    Object bean = beans.getBean(name);
    String queue = said.queue().isEmpty() ? defaultQueue : resolved(said.queue());
    return new HandlerMethod(
        bean,
        AopUtils.selectInvocableMethod(method, bean.getClass()),
        queue,
        resolved(said.value()),
        said);
  }

  private String resolved(String text) {
    String resolved = beans.resolveEmbeddedValue(text);
    return resolved == null ? "" : resolved;
  }

  private static void add(Map<String, List<HandlerMethod>> found, HandlerMethod handler) {
    List<HandlerMethod> others = found.computeIfAbsent(handler.queue(), any -> new ArrayList<>());
    for (HandlerMethod other : others) {
      if (other.type().equals(handler.type())) {
        throw new IllegalStateException(
            other
                + " and "
                + handler
                + " both handle "
                + handler.type()
                + " of "
                + handler.queue());
      }
    }
    others.add(handler);
  }
}
