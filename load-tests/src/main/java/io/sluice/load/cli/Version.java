package io.sluice.load.cli;

import picocli.CommandLine.IVersionProvider;

/** The version as it was built into the jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String built = Version.class.getPackage().getImplementationVersion();
    return new String[] {"sluice-load " + (built == null ? "(not from a jar)" : built)};
  }
}
