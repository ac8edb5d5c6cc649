package io.sluice.gateway.push;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom connections may be made to, apart from their names.
 *
 * @param networks that may be called beside the public internet
 * @param ca who may have issued their certificates; null for those that Java trusts
 */
record Peers(List<Network> networks, @Nullable Authorities ca) {}
