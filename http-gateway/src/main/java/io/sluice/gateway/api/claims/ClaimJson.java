package io.sluice.gateway.api.claims;

import io.sluice.encryption.Encrypted;
import io.sluice.gateway.api.tasks.TaskJson;
import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.json.WireDuration;
import io.sluice.remote.RemoteTask;
import java.util.Base64;

/** A claimed task on the wire: its view, and what it takes to run and settle it. */
final class ClaimJson {
  static void members(JsonObject json, RemoteTask claimed) {
    TaskJson.members(json, claimed.task());
    json.put("timeout", WireDuration.format(claimed.task().options().timeoutOrDefault()));
    json.put("headers", headers -> claimed.task().options().headers().forEach(headers::put));
    byte[] payload = claimed.task().payload();
    json.putStored("payload", payload);
    if (Encrypted.keyOf(payload) != null) {
      json.put("payloadEncrypted", Base64.getEncoder().encodeToString(payload));
    }
    json.put("token", claimed.token());
  }

  private ClaimJson() {}
}
