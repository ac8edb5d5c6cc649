package io.sluice.gateway.support;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.blockhound.BlockHound;

/** From the first test on, a blocking call on a thread that must not block is an error. */
public final class BlockHoundAtStart implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    BlockHound.install();
  }
}
