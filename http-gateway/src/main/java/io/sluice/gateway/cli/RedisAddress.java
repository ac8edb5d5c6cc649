package io.sluice.gateway.cli;

import io.sluice.config.SluiceConfig;
import io.sluice.gateway.problem.FileTrouble;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which Redis to use and how to be let in, from the command line and the environment. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RedisAddress {
  private static final Pattern FORM =
      Pattern.compile("(rediss?(?:-sentinel|-cluster)?://)(?:([^@]*)@)?([^@]+)");
  private static final String PASSWORD = "SLUICE_REDIS_PASSWORD";
  private static final String PASSWORD_FILE = "SLUICE_REDIS_PASSWORD_FILE";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description = {
        "redis://[user:password@]host:port[/db], rediss:// for TLS (SLUICE_REDIS_URL);",
        "redis-sentinel://[user:password@]host:port,…[/db][?sentinel=[user:]password]#NAME for the"
            + " master of that name, rediss-sentinel:// for TLS;",
        "redis-cluster://[user:password@]host:port,… for the Cluster of these nodes,"
            + " rediss-cluster:// for TLS;",
        "the password may be in " + PASSWORD + " or in the file that " + PASSWORD_FILE + " names"
      })
  private @Nullable String redis;

  @Option(
      names = "--redis-ca",
      paramLabel = "FILE",
      description =
          "PEM file with the certificates that a rediss:// server is trusted by"
              + " (SLUICE_REDIS_CA; default the certificates that Java trusts)")
  private @Nullable Path ca;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = "${env:SLUICE_NAMESPACE:-" + SluiceConfig.DEFAULT_NAMESPACE + "}",
      description =
          "prefix of the keys in Redis; engines with the same namespace share their queues"
              + " (SLUICE_NAMESPACE; default ${DEFAULT-VALUE})")
  private String namespace;

  /** Whether it is on the command line itself. */
  boolean isOption() {
    return redis != null;
  }

  /** With the password in it; null when none is given. */
  @Nullable String uri() {
    String given = Environment.given(redis, "SLUICE_REDIS_URL");
    if (given == null) {
      return null;
    }
    Matcher form = FORM.matcher(given);
    if (!form.matches()) {
      throw usage(
          "--redis must be redis://host:port, redis-sentinel://host:port#NAME or"
              + " redis-cluster://host:port,host:port; rediss… for TLS");
    }
    String password = password();
    return password == null ? given : withPassword(form, password);
  }

  /** The settings with what is to be known to connect. */
  SluiceConfig applyTo(SluiceConfig config) {
    Path file = Environment.path(ca, "SLUICE_REDIS_CA");
    if (file != null && !Files.isReadable(file)) {
      throw usage("--redis-ca " + file + " cannot be read");
    }
    try {
      return config.withRedisCa(file).withNamespace(namespace);
    } catch (IllegalArgumentException bad) {
      throw usage("--namespace " + bad.getMessage());
    }
  }

  private String withPassword(Matcher form, String password) {
    String user = form.group(2) == null ? "" : form.group(2);
    if (user.contains(":")) {
      throw usage("the password of Redis is given twice: in --redis and in the environment");
    }
    String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
    return form.group(1) + user + ":" + encoded + "@" + form.group(3);
  }

  private @Nullable String password() {
    String password = Environment.given(null, PASSWORD);
    Path file = Environment.path(null, PASSWORD_FILE);
    if (password != null && file != null) {
      throw usage(PASSWORD + " and " + PASSWORD_FILE + " exclude each other");
    }
    if (file == null) {
      return password;
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw usage(
          "cannot read the file that "
              + PASSWORD_FILE
              + " names, "
              + file
              + ": "
              + FileTrouble.of(e));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
