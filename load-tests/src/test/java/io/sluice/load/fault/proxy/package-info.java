/** Whether the proxy fails as it is told, and not otherwise. */
@NullMarked
package io.sluice.load.fault.proxy;

import org.jspecify.annotations.NullMarked;
