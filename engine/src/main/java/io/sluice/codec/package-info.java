/** Payloads to bytes and back. The only package that imports Jackson. */
@NullMarked
package io.sluice.codec;

import org.jspecify.annotations.NullMarked;
