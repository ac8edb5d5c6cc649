package io.sluice.gateway.push;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Looks names up and lets no address pass that is not to be called. A connection goes to what comes
 * from here, and nothing looks the name up again: a name that has another address a moment later
 * gains nothing. Of a name with several addresses all must do.
 */
final class CheckedNames extends AddressResolverGroup<InetSocketAddress> {
  private final AddressResolverGroup<InetSocketAddress> names;
  private final List<Network> allowed;

  /**
   * @param names the caller's, and stays open
   * @param allowed networks beside the public internet
   */
  CheckedNames(AddressResolverGroup<InetSocketAddress> names, List<Network> allowed) {
    this.names = names;
    this.allowed = allowed;
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new Checked(executor, names.getResolver(executor), allowed);
  }

  private static final class Checked extends AbstractAddressResolver<InetSocketAddress> {
    private final AddressResolver<InetSocketAddress> names;
    private final List<Network> allowed;

    Checked(
        EventExecutor executor, AddressResolver<InetSocketAddress> names, List<Network> allowed) {
      super(executor, InetSocketAddress.class);
      this.names = names;
      this.allowed = allowed;
    }

    /** Not even an address is taken as it is. */
    @Override
    protected boolean doIsResolved(InetSocketAddress address) {
      return false;
    }

    @Override
    protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
      Promise<List<InetSocketAddress>> all = executor().newPromise();
      all.addListener(
          (FutureListener<List<InetSocketAddress>>)
              found -> {
                if (found.isSuccess()) {
                  promise.trySuccess(found.getNow().get(0));
                } else {
                  promise.tryFailure(found.cause());
                }
              });
      doResolveAll(address, all);
    }

    @Override
    protected void doResolveAll(
        InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {
      if (!address.isUnresolved()) {
        answer(address, List.of(address), promise);
        return;
      }
      Future<List<InetSocketAddress>> looking = names.resolveAll(address);
      looking.addListener(
          (FutureListener<List<InetSocketAddress>>)
              found -> {
                if (found.isSuccess()) {
                  answer(address, found.getNow(), promise);
                } else {
                  promise.tryFailure(found.cause());
                }
              });
    }

    private void answer(
        InetSocketAddress asked,
        List<InetSocketAddress> found,
        Promise<List<InetSocketAddress>> promise) {
      if (found.isEmpty()) {
        promise.tryFailure(new UnknownHostException(asked.getHostString()));
        return;
      }
      for (InetSocketAddress one : found) {
        InetAddress address = one.getAddress();
        String refusal =
            address == null
                ? "none that is known"
                : AddressRules.refusal(address.getAddress(), allowed);
        if (refusal != null) {
          promise.tryFailure(new AddressRefusedException(refused(asked.getHostString(), refusal)));
          return;
        }
      }
      promise.trySuccess(found);
    }
  }

  static String refused(String host, String refusal) {
    return host
        + " has the address "
        + refusal
        + "; networks= in the push file names networks that may be called";
  }
}
