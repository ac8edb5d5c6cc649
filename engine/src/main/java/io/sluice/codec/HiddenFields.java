package io.sluice.codec;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * Refuses a class that holds something in a private field and shows it to nobody: it would be left
 * out in silence. A field is shown by a getter of its name, give or take the prefixes that people
 * write, or by one of its type that belongs to no other field. Looked at once a class.
 */
final class HiddenFields extends ValueSerializerModifier {
  private static final long serialVersionUID = 1L;

  private static final String ANNOTATIONS = "com.fasterxml.jackson.annotation.";

  @Override
  public List<BeanPropertyWriter> changeProperties(
      SerializationConfig config,
      BeanDescription.Supplier bean,
      List<BeanPropertyWriter> properties) {
    List<AnnotatedField> hidden = new ArrayList<>();
    List<BeanPropertyDefinition> shown = new ArrayList<>(bean.get().findProperties());
    for (AnnotatedField field : bean.getClassInfo().fields()) {
      if (!shown.removeIf(property -> isOf(property, field)) && isKept(bean.get(), field)) {
        hidden.add(field);
      }
    }
    hidden.removeIf(field -> isShownOtherwise(shown, field));
    if (!hidden.isEmpty()) {
      String field = hidden.get(0).getName();
      throw new NotKept(
          bean.getBeanClass().getSimpleName()
              + "."
              + field
              + " would be lost: it is private and has no getter; give it one, or make it transient"
              + " when it is no part of the payload");
    }
    return properties;
  }

  /** What its author has said something about is not hidden. */
  private static boolean isKept(BeanDescription bean, AnnotatedField field) {
    return !Modifier.isTransient(field.getAnnotated().getModifiers())
        && !field.getDeclaringClass().getName().startsWith("java")
        && !field.getName().contains("$")
        && !bean.getIgnoredPropertyNames().contains(field.getName())
        && bean.findAnyGetter() == null
        && field
            .annotations()
            .noneMatch(one -> one.annotationType().getName().startsWith(ANNOTATIONS));
  }

  private static boolean isOf(BeanPropertyDefinition property, AnnotatedField field) {
    return property.getInternalName().equals(field.getName())
        || plain(property.getInternalName()).equals(plain(field.getName()));
  }

  private static boolean isShownOtherwise(
      List<BeanPropertyDefinition> shown, AnnotatedField field) {
    for (BeanPropertyDefinition property : shown) {
      if (property.getRawPrimaryType() == field.getRawType()) {
        return shown.remove(property);
      }
    }
    return false;
  }

  /** {@code m_name}, {@code mName}, {@code _name} and {@code isName} all mean the same. */
  private static String plain(String name) {
    return name.replaceFirst("^(m_|_|m(?=[A-Z])|is(?=[A-Z]))", "")
        .replace("_", "")
        .toLowerCase(Locale.ROOT);
  }
}
