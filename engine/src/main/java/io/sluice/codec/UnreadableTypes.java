package io.sluice.codec;

import java.math.BigDecimal;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;

/**
 * Refuses a type of which JSON does not say how to make a value: an interface or abstract class
 * without type information, a class without a constructor that could be used.
 */
final class UnreadableTypes extends ValueDeserializerModifier {
  private static final long serialVersionUID = 1L;

  @Override
  public ValueDeserializer<?> modifyDeserializer(
      DeserializationConfig config, BeanDescription.Supplier bean, ValueDeserializer<?> usual) {
    boolean typed =
        config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, bean.getClassInfo())
            != null;
    if (typed || isMadeOfPlainValues(bean.getBeanClass())) {
      return usual;
    }
    String name = bean.getBeanClass().getSimpleName();
    if (usual instanceof AbstractDeserializer) {
      return new Refused(usual, abstractType(name));
    }
    if (usual instanceof BeanDeserializerBase known
        && !known.getValueInstantiator().canInstantiate()) {
      return new Refused(usual, noConstructor(name));
    }
    return usual;
  }

  static String abstractType(String name) {
    return name
        + " cannot be read again: it is abstract, and its JSON does not say which class it is of;"
        + " add @JsonTypeInfo and @JsonSubTypes to it";
  }

  static String noConstructor(String name) {
    return name
        + " cannot be read again: it needs a constructor without parameters, one that is annotated"
        + " with @JsonCreator, or to be a record";
  }

  /** An interface that texts, numbers and booleans have is read as what stands there. */
  private static boolean isMadeOfPlainValues(Class<?> type) {
    return Stream.of(String.class, BigDecimal.class, Boolean.class)
        .anyMatch(type::isAssignableFrom);
  }

  /** Fails as soon as it is asked for; unless the property says what this type does not. */
  private static final class Refused extends ValueDeserializer<Object> {
    private final ValueDeserializer<?> usual;
    private final String why;

    private Refused(ValueDeserializer<?> usual, String why) {
      this.usual = usual;
      this.why = why;
    }

    @Override
    public ValueDeserializer<?> createContextual(
        DeserializationContext context, @Nullable BeanProperty property) {
      if (property == null) {
        throw new NotKept(why);
      }
      boolean typed =
          property.getMember() != null
              && context
                      .getAnnotationIntrospector()
                      .findPolymorphicTypeInfo(context.getConfig(), property.getMember())
                  != null;
      if (!typed) {
        throw new NotKept(property.getName() + ": " + why);
      }
      return usual;
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
      throw new NotKept(why);
    }
  }
}
