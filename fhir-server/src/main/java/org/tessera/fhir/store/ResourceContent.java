package org.tessera.fhir.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
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
  private static final String TYPE_START = "{\"resourceType\":\"";
  private static final String ID_START = ",\"id\":\"";
  private static final byte[] META_START = ",\"meta\":{".getBytes(StandardCharsets.UTF_8);
  private static final int DIGEST_BYTES = 16;

  private ResourceContent() {}

  /// The tree as it is stored: resourceType, id and meta first, no version and no time. A resource
  /// that is so already is returned as it is.
  static ObjectNode stored(ObjectNode resource) {
    return isCanonical(resource) ? resource : canonical(resource);
  }

  /// Compact JSON of a tree that [#stored] gave.
  static byte[] encode(ObjectNode stored) {
    return FhirJson.write(stored);
  }

  static byte[] compress(byte[] plain) {
    return ContentCodec.compress(plain);
  }

  static ObjectNode decode(byte[] content) {
    return FhirJson.parseTrusted(plain(content));
  }

  /// The compact JSON of what stands in the table.
  static byte[] plain(byte[] content) {
    return ContentCodec.isCompressed(content) ? ContentCodec.expand(content) : content;
  }

  /// The JSON with version and time set into its beginning.
  static byte[] json(byte[] content, long version, Instant at) {
    if (!ContentCodec.isCompressed(content)) {
      return FhirJson.write(versioned(decode(content), version, at));
    }
    byte[] plain = ContentCodec.expand(content);
    int behindType = indexOf(plain, '"', TYPE_START.length()) + 1;
    int behindId = indexOf(plain, '"', behindType + ID_START.length()) + 1;
    boolean hasMeta = startsWith(plain, behindId, META_START);
    int from = hasMeta ? behindId + META_START.length : behindId;
    String set = "\"versionId\":\"" + version + "\",\"lastUpdated\":\"" + at + "\"";
    String between = hasMeta ? set + "," : ",\"meta\":{" + set + "}";
    byte[] middle = between.getBytes(StandardCharsets.UTF_8);
    byte[] json = new byte[plain.length + middle.length];
    System.arraycopy(plain, 0, json, 0, from);
    System.arraycopy(middle, 0, json, from, middle.length);
    System.arraycopy(plain, from, json, from + middle.length, plain.length - from);
    return json;
  }

  private static int indexOf(byte[] text, char wanted, int from) {
    int at = from;
    while (text[at] != wanted) {
      at++;
    }
    return at;
  }

  private static boolean startsWith(byte[] text, int from, byte[] start) {
    return from + start.length <= text.length
        && Arrays.equals(text, from, from + start.length, start, 0, start.length);
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

  /// Whether the tree can be written as it is.
  private static boolean isCanonical(ObjectNode resource) {
    Iterator<Map.Entry<String, JsonNode>> fields = resource.properties().iterator();
    if (!fields.next().getKey().equals("resourceType")
        || !fields.hasNext()
        || !fields.next().getKey().equals("id")) {
      return false;
    }
    JsonNode meta = resource.get(META);
    return meta == null
        || (fields.next().getKey().equals(META)
            && !meta.isEmpty()
            && !meta.has(VERSION)
            && !meta.has(UPDATED));
  }

  private static ObjectNode canonical(ObjectNode resource) {
    ObjectNode copy = FhirJson.newObject();
    copy.set("resourceType", resource.get("resourceType"));
    copy.set("id", resource.get("id"));
    if (resource.get(META) instanceof ObjectNode own) {
      ObjectNode meta = own.deepCopy();
      meta.remove(VERSION);
      meta.remove(UPDATED);
      if (!meta.isEmpty()) {
        copy.set(META, meta);
      }
    }
    for (Map.Entry<String, JsonNode> field : resource.properties()) {
      if (!field.getKey().equals(META) && !copy.has(field.getKey())) {
        copy.set(field.getKey(), field.getValue());
      }
    }
    return copy;
  }
}
