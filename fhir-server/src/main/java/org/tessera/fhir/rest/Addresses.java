package org.tessera.fhir.rest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.store.ResourceTypes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where the entries of a transaction end up in the store: by the addresses they have inside the
/// bundle, and by their identifiers.
final class Addresses {
  private static final Pattern RESTFUL =
      Pattern.compile("https?://.*?/([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})");

  private final Map<String, String> byUrl = new HashMap<>();
  private final Map<String, String> byIdentifier = new HashMap<>();

  /// @throws Refusal if two entries have the same fullUrl
  void add(BundleEntry entry, String id) {
    String address = entry.type() + "/" + id;
    String url = entry.fullUrl();
    if (url.isEmpty()) {
      return;
    }
    String other = byUrl.put(url, address);
    if (other != null && !other.equals(address)) {
      throw Refusal.badRequest("two entries have the same fullUrl");
    }
    // A reference `Type/id` beside it is relative to the same server. (References in a Bundle)
    Matcher restful = RESTFUL.matcher(url);
    if (restful.matches() && ResourceTypes.isKnown(restful.group(1))) {
      byUrl.putIfAbsent(restful.group(1) + "/" + restful.group(2), address);
    }
  }

  void addContent(String type, ObjectNode resource) {
    JsonNode identifiers = resource.path("identifier");
    for (JsonNode identifier : identifiers.isArray() ? identifiers : resource.arrayNode()) {
      String value = identifier.path("value").asString("");
      if (!value.isEmpty()) {
        byIdentifier.put(
            type + "?identifier=" + identifier.path("system").asString("") + "|" + value,
            type + "/" + resource.path("id").asString(""));
      }
    }
  }

  @Nullable String of(String url) {
    return byUrl.get(url);
  }

  /// What a conditional reference finds among the entries, which are not in the store yet.
  Optional<String> ofCondition(String condition) {
    return Optional.ofNullable(byIdentifier.get(condition));
  }
}
