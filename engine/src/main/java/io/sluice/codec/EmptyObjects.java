package io.sluice.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.Serializers;
import tools.jackson.databind.ser.std.StdSerializer;

/** A class of one's own without any field, which says all by being there, is an empty object. */
final class EmptyObjects extends JacksonModule {
  @Override
  public String getModuleName() {
    return "sluice-empty";
  }

  @Override
  public Version version() {
    return Version.unknownVersion();
  }

  @Override
  public void setupModule(SetupContext context) {
    context.addSerializers(
        new Serializers.Base() {
          @Override
          public @Nullable ValueSerializer<?> findSerializer(
              SerializationConfig config,
              JavaType type,
              BeanDescription.Supplier bean,
              JsonFormat.Value format) {
            return isEmpty(type, bean) ? new Empty() : null;
          }
        });
  }

  private static boolean isEmpty(JavaType type, BeanDescription.Supplier bean) {
    return type.isConcrete()
        && !type.isPrimitive()
        && !type.isEnumType()
        && !type.getRawClass().getName().startsWith("java")
        && bean.getClassInfo().getFieldCount() == 0
        && bean.get().findProperties().isEmpty()
        && bean.get().findJsonValueAccessor() == null
        && bean.get().findAnyGetter() == null;
  }

  private static final class Empty extends StdSerializer<Object> {
    private Empty() {
      super(Object.class);
    }

    @Override
    public void serialize(Object value, JsonGenerator json, SerializationContext context) {
      json.writeStartObject();
      json.writeEndObject();
    }
  }
}
