/** A bad network between an engine and its Redis. */
@NullMarked
package io.sluice.load.fault.proxy;

import org.jspecify.annotations.NullMarked;
