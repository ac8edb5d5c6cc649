/** Payloads and results that nobody can read or change in Redis who does not have the key. */
@NullMarked
package io.sluice.encryption;

import org.jspecify.annotations.NullMarked;
