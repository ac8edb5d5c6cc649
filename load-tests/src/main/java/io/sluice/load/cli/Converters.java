package io.sluice.load.cli;

import io.sluice.config.Retention;
import io.sluice.load.fault.Topology;
import io.sluice.load.pace.Rate;
import io.sluice.load.report.peers.Load;
import io.sluice.load.slo.Slo;
import io.sluice.load.target.Targets;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Tells picocli how our values are written; what is wrong with one is a usage error. */
final class Converters {
  static final class OfCount implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return checked(text, Quantity::count);
    }
  }

  static final class OfBytes implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return checked(text, Quantity::bytes);
    }
  }

  static final class OfRate implements ITypeConverter<Rate> {
    @Override
    public Rate convert(String text) {
      return checked(text, Quantity::rate);
    }
  }

  static final class OfDuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return checked(text, Quantity::duration);
    }
  }

  static final class OfRetention implements ITypeConverter<Retention> {
    @Override
    public Retention convert(String text) {
      return switch (text) {
        case "default" -> Retention.DEFAULT;
        case "0" -> Retention.NONE;
        default ->
            throw new TypeConversionException("retention must be default or 0, is '" + text + "'");
      };
    }
  }

  static final class OfScenario implements ITypeConverter<ScenarioName> {
    @Override
    public ScenarioName convert(String text) {
      return checked(text, ScenarioName::of);
    }
  }

  static final class OfTarget implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return checked(text, Targets::checked);
    }
  }

  static final class OfSlo implements ITypeConverter<Slo> {
    @Override
    public Slo convert(String text) {
      return checked(text, SloGrammar::read);
    }
  }

  static final class OfNumbers implements ITypeConverter<Numbers> {
    @Override
    public Numbers convert(String text) {
      return checked(text, Numbers::read);
    }
  }

  static final class OfShare implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      return checked(text, Quantity::share);
    }
  }

  static final class OfTopology implements ITypeConverter<Topology> {
    @Override
    public Topology convert(String text) {
      return checked(text, Topology::of);
    }
  }

  static final class OfLoad implements ITypeConverter<Load> {
    @Override
    public Load convert(String text) {
      return checked(text, Load::of);
    }
  }

  private static <T> T checked(String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      TypeConversionException usage = new TypeConversionException(String.valueOf(e.getMessage()));
      usage.initCause(e);
      throw usage;
    }
  }

  private Converters() {}
}
