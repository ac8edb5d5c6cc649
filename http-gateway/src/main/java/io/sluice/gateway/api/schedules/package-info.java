/** Schedules over HTTP: put, look, list, pause, trigger and preview. */
@NullMarked
package io.sluice.gateway.api.schedules;

import org.jspecify.annotations.NullMarked;
