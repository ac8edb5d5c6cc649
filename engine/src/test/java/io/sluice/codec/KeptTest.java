package io.sluice.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken comes back as it was, and what would not is refused, naming it. */
@SuppressWarnings("UnusedVariable") // fields that nobody shows are what this is about
class KeptTest {
  private final JsonPayloadCodec codec = new JsonPayloadCodec();

  /** Of many kinds. */
  public record Wide(
      ZonedDateTime zoned,
      OffsetDateTime offset,
      Instant instant,
      LocalDate date,
      Duration duration,
      BigInteger integer,
      BigDecimal decimal,
      double real,
      Optional<String> perhaps,
      UUID id,
      byte[] bytes,
      ZoneId zone) {}

  /** Set through its field. */
  public static final class Fixed {
    private final int count;
    private final String name;

    public Fixed() {
      this(1, "");
    }

    Fixed(int count, String name) {
      this.count = count;
      this.name = name;
    }

    public int getCount() {
      return count;
    }

    public String getName() {
      return name;
    }
  }

  /** Shows none of what it holds. */
  public static final class Closed {
    private String secret = "s";
  }

  /** Shows a part of what it holds. */
  public static final class HalfOpen {
    private String shown = "a";
    private int count = 3;

    public String getShown() {
      return shown;
    }

    public void setShown(String value) {
      shown = value;
    }
  }

  /** Holds what is no part of it, and says so; and names its fields after a fashion. */
  public static class Fashioned {
    private transient int seen;
    @JsonIgnore private final Object lock = new Object();
    private boolean isActive;
    private String m_name;
    private long _size;
    private List<String> parts = new ArrayList<>();

    public boolean isActive() {
      return isActive;
    }

    public void setActive(boolean value) {
      isActive = value;
    }

    public String getName() {
      return m_name;
    }

    public void setName(String value) {
      m_name = value;
    }

    public long getSize() {
      return _size;
    }

    public void setSize(long value) {
      _size = value;
    }

    public List<String> getLines() {
      return parts;
    }

    public void setLines(List<String> value) {
      parts = value;
    }

    /** Computed, and not read. */
    public String getTitle() {
      return "title of " + m_name;
    }
  }

  /** Written, and read by nobody. */
  public static final class OneWay {
    private final String name;

    @JsonCreator
    OneWay(@JsonProperty("title") String name) {
      this.name = name;
    }

    public String getLabel() {
      return name;
    }
  }

  /** No way in. */
  public static final class NoDoor {
    public final int a;

    private NoDoor(int a, int b) {
      this.a = a + b;
    }
  }

  /** Without type information. */
  public sealed interface Shape permits Circle, Square {}

  public record Circle(int radius) implements Shape {}

  public record Square(int side) implements Shape {}

  public record Drawing(String name, Shape shape) {}

  public record Drawings(List<Shape> shapes) {}

  public static final class Secretive {
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({
      @JsonSubTypes.Type(value = Circle.class, name = "circle"),
      @JsonSubTypes.Type(value = Square.class, name = "square")
    })
    public Shape shape = new Circle(2);
  }

  /** With type information. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({@JsonSubTypes.Type(value = Cat.class, name = "cat")})
  public sealed interface Pet permits Cat {}

  public record Cat(int lives) implements Pet {}

  /** Nothing to say. */
  public static final class Ping {}

  public record RecordPing() {}

  public static class Animal {
    public int legs = 4;
  }

  public static final class Dog extends Animal {
    public String bark = "wau";
  }

  public record Page<T>(List<T> items, int number) {}

  public record Choosy(int count) {
    public Choosy {
      if (count < 0) {
        throw new IllegalArgumentException("count is below zero");
      }
    }
  }

  public record Anything(Object value) {}

  @Test
  void valuesOfManyKindsComeBackEqual() {
    Wide wide =
        new Wide(
            ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Berlin]"),
            OffsetDateTime.parse("2026-01-02T03:04:05.000000006+05:30"),
            Instant.parse("2026-01-02T03:04:05.123456789Z"),
            LocalDate.of(2026, 1, 2),
            Duration.parse("PT1M30.5S"),
            BigInteger.TEN.pow(900),
            new BigDecimal("1.10"),
            1.0E7,
            Optional.of("x"),
            UUID.fromString("6ccd780c-baba-1026-9564-5b8c656024db"),
            new byte[] {0, -1},
            ZoneId.of("Asia/Kolkata"));

    assertThat(back(wide, Wide.class))
        .usingRecursiveComparison()
        .withStrictTypeChecking()
        .isEqualTo(wide);
  }

  static List<ZonedDateTime> zones() {
    return List.of(
        ZonedDateTime.parse("2026-01-02T03:04:05Z"),
        ZonedDateTime.parse("2026-01-02T03:04:05Z[UTC]"),
        ZonedDateTime.parse("2026-01-02T03:04:05+05:30"),
        ZonedDateTime.parse("2026-10-25T02:30:00+02:00[Europe/Berlin]"),
        ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Berlin]"));
  }

  @ParameterizedTest
  @MethodSource("zones")
  void aDateKeepsItsZone(ZonedDateTime date) {
    assertThat(back(date, ZonedDateTime.class)).isEqualTo(date);
    assertThat(back(date.toOffsetDateTime(), OffsetDateTime.class))
        .isEqualTo(date.toOffsetDateTime());
  }

  @Test
  void aDateThatWaitsInTheFormOfAnOlderVersionIsRead() {
    assertThat(
            codec.decode(
                "\"2026-01-02T03:04:05+01:00\"".getBytes(UTF_8), TypeRef.of(ZonedDateTime.class)))
        .isEqualTo(ZonedDateTime.parse("2026-01-02T03:04:05+01:00"));
  }

  @Test
  void finalFieldsBesideAConstructorWithoutParametersAreSet() {
    Fixed back = back(new Fixed(7, "n"), Fixed.class);

    assertThat(back.getCount()).isEqualTo(7);
    assertThat(back.getName()).isEqualTo("n");
  }

  @Test
  void decimalsOfAnUntypedValueKeepAllTheirDigits() {
    BigDecimal exact = new BigDecimal("0.1234567890123456789");

    assertThat(back(new Anything(exact), Anything.class).value()).isEqualTo(exact);
  }

  @Test
  void genericTypesComeBackAsWhatTheyAreOf() {
    TypeRef<List<Circle>> circles = new TypeRef<>() {};
    TypeRef<Page<Pet>> pets = new TypeRef<>() {};
    TypeRef<Map<String, List<Pet>>> named = new TypeRef<>() {};

    assertThat(back(List.of(new Circle(1), new Circle(2)), circles))
        .containsExactly(new Circle(1), new Circle(2));
    assertThat(back(new Page<Pet>(List.of(new Cat(9)), 1), pets).items())
        .containsExactly(new Cat(9));
    assertThat(back(Map.of("a", List.of((Pet) new Cat(7))), named).get("a"))
        .containsExactly(new Cat(7));
  }

  @Test
  void fieldsThatAreNoPartOfItAndFashionsOfNamesAreLeftAlone() {
    Fashioned value = new Fashioned();
    value.setActive(true);
    value.setName("n");
    value.setSize(5);
    value.setLines(List.of("a"));

    Fashioned back = back(value, Fashioned.class);

    assertThat(back.isActive()).isTrue();
    assertThat(back.getName()).isEqualTo("n");
    assertThat(back.getSize()).isEqualTo(5);
    assertThat(back.getLines()).containsExactly("a");
  }

  @Test
  void aClassWithoutAnyFieldIsTaken() {
    assertThat(back(new Ping(), Ping.class)).isInstanceOf(Ping.class);
    assertThat(back(new RecordPing(), RecordPing.class)).isEqualTo(new RecordPing());
  }

  @Test
  void typeInformationOfAClassOrOfAPropertyIsEnough() {
    assertThat(back(new Cat(9), Pet.class)).isEqualTo(new Cat(9));
    assertThat(back(new Secretive(), Secretive.class).shape).isEqualTo(new Circle(2));
  }

  @Test
  void whatShowsNotWhatItHoldsIsRefusedNamingTheField() {
    assertRefused(new Closed(), Closed.class, "Closed.secret", "private", "getter");
    assertRefused(new HalfOpen(), HalfOpen.class, "HalfOpen.count", "private", "getter");
    assertRefused(List.of(new Closed()), List.class, "Closed.secret");
    assertRefused(new Object(), Object.class, "Object", "nothing to write");
  }

  @Test
  void whatIsWrittenAndReadByNobodyIsRefusedNamingTheProperty() {
    assertRefused(new OneWay("n"), OneWay.class, "label", "would be lost");
  }

  @Test
  void aTypeOfWhichNoValueCanBeMadeIsRefusedSayingWhatToAdd() {
    assertRefused(new NoDoor(1, 2), NoDoor.class, "NoDoor", "@JsonCreator", "record");
    assertRefused(new Circle(1), Shape.class, "Shape", "@JsonTypeInfo");
    assertRefused(new Drawing("d", new Circle(1)), Drawing.class, "shape: Shape", "@JsonTypeInfo");
    assertRefused(new Drawing("d", null), Drawing.class, "shape: Shape", "@JsonTypeInfo");
    assertRefused(
        new Drawings(List.of(new Square(1))), Drawings.class, "shapes: Shape", "@JsonTypeInfo");
  }

  @Test
  void whatASubclassAddsIsNotLostInSilence() {
    assertThatCode(() -> back(new Animal(), Animal.class)).doesNotThrowAnyException();

    assertRefused(new Dog(), Animal.class, "bark", "would be lost");
  }

  @Test
  void aTypeThatWaitsAlreadyIsReadAsFarAsItGoes() {
    assertThat(
            codec.decode(
                "{\"name\":\"d\",\"shape\":null}".getBytes(UTF_8), TypeRef.of(Drawing.class)))
        .isEqualTo(new Drawing("d", null));
  }

  @Test
  void whatIsWrittenIsWithinTheLimitsOfWhatIsRead() {
    assertThat(back(nested(64), Object.class)).isEqualTo(nested(64));
    assertRefused(nested(65), Object.class, "nested deeper than 64");

    BigInteger longest = BigInteger.TEN.pow(999);
    assertThat(back(longest, BigInteger.class)).isEqualTo(longest);
    assertRefused(
        Map.of("a", List.of(1, BigInteger.TEN.pow(1_000))), Map.class, "a.1", "1000 digits");
    assertRefused(
        new Anything(new BigDecimal(BigInteger.TEN.pow(1_200)).setScale(3)),
        Anything.class,
        "value",
        "1000 digits");

    String digits = "1".repeat(5_000);
    assertThat(back(digits, String.class)).isEqualTo(digits);
    Map<String, String> longName = Map.of("n".repeat(200_000), "x".repeat(1_000_000));
    assertThat(back(longName, new TypeRef<>() {})).isEqualTo(longName);
  }

  @Test
  void aValueThatItsConstructorRefusesSaysSoInItsWords() {
    assertThatThrownBy(
            () -> codec.decode("{\"count\":-1}".getBytes(UTF_8), TypeRef.of(Choosy.class)))
        .isInstanceOf(InvalidTaskException.class)
        .hasMessage(
            "this is no Choosy: Choosy does not take it:"
                + " IllegalArgumentException: count is below zero");
  }

  @Test
  void aTypeRefNeedsItsType() {
    assertThatThrownBy(() -> KeptTest.<String>ofUnknown())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("known");
    assertThat(new TypeRef<List<String>>() {})
        .isEqualTo(new TypeRef<List<String>>() {})
        .isNotEqualTo(TypeRef.of(List.class))
        .hasToString("java.util.List<java.lang.String>");
  }

  @Test
  void setsAndOtherValuesThatArePutInOrderAreTaken() {
    TypeRef<Set<String>> type = new TypeRef<>() {};

    assertThat(back(Set.of("a", "b", "c", "d", "e"), type)).hasSize(5);
  }

  private static <X> TypeRef<List<X>> ofUnknown() {
    return new TypeRef<>() {};
  }

  private static Object nested(int depth) {
    Object value = List.of();
    for (int i = 1; i < depth; i++) {
      value = List.of(value);
    }
    return value;
  }

  private <T> T back(T value, Class<T> type) {
    return back(value, TypeRef.of(type));
  }

  private <T> T back(T value, TypeRef<T> type) {
    T first = codec.decode(codec.encode(value, type), type);
    assertThat(new String(codec.encode(first, type), UTF_8))
        .hasSameSizeAs(new String(codec.encode(value, type), UTF_8));
    return first;
  }

  private void assertRefused(Object value, Class<?> type, String... words) {
    for (int again = 0; again < 2; again++) {
      assertThatThrownBy(() -> codec.encode(value, TypeRef.of(type)))
          .isInstanceOf(InvalidTaskException.class)
          .hasMessageContainingAll(words)
          .message()
          .doesNotContain("jackson", "through reference", "Feature", "Source:", "StreamRead");
    }
  }
}
