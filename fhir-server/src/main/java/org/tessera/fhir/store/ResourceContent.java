package org.tessera.fhir.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The bytes a resource is stored as: compact JSON without `meta.versionId` and `meta.lastUpdated`,
/// which are columns and come back on reading.
///
/// Equal bytes are equal content, so a resource sent again with another version number makes no new
/// version.
final class ResourceContent {
  private static final String META = "meta";
  private static final String VERSION = "versionId";
  private static final String UPDATED = "lastUpdated";
  private static final int DIGEST_BYTES = 16;

  private ResourceContent() {}

  static byte[] encode(ObjectNode resource) {
    JsonNode meta = resource.get(META);
    boolean versioned = meta != null && (meta.has(VERSION) || meta.has(UPDATED));
    return FhirJson.write(versioned ? withoutVersion(resource) : resource);
  }

  static ObjectNode decode(byte[] content) {
    return FhirJson.parseTrusted(content);
  }

  /// The first 128 bits of the SHA-256 of the content.
  static byte[] digest(byte[] content) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(content), DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The resource with its version and time in `meta`; shares all else with the one given.
  static ObjectNode versioned(ObjectNode resource, long version, Instant at) {
    ObjectNode meta = FhirJson.newObject();
    meta.put(VERSION, Long.toString(version));
    meta.put(UPDATED, at.toString());
    if (resource.get(META) instanceof ObjectNode own) {
      for (Map.Entry<String, JsonNode> field : own.properties()) {
        if (!field.getKey().equals(VERSION) && !field.getKey().equals(UPDATED)) {
          meta.set(field.getKey(), field.getValue());
        }
      }
    }
    ObjectNode copy = FhirJson.newObject();
    copy.set("resourceType", resource.get("resourceType"));
    copy.set("id", resource.get("id"));
    copy.set(META, meta);
    for (Map.Entry<String, JsonNode> field : resource.properties()) {
      if (!copy.has(field.getKey())) {
        copy.set(field.getKey(), field.getValue());
      }
    }
    return copy;
  }

  private static ObjectNode withoutVersion(ObjectNode resource) {
    ObjectNode copy = FhirJson.newObject();
    for (Map.Entry<String, JsonNode> field : resource.properties()) {
      if (!field.getKey().equals(META)) {
        copy.set(field.getKey(), field.getValue());
        continue;
      }
      ObjectNode meta = FhirJson.newObject();
      for (Map.Entry<String, JsonNode> own : field.getValue().properties()) {
        if (!own.getKey().equals(VERSION) && !own.getKey().equals(UPDATED)) {
          meta.set(own.getKey(), own.getValue());
        }
      }
      if (!meta.isEmpty()) {
        copy.set(META, meta);
      }
    }
    return copy;
  }
}
