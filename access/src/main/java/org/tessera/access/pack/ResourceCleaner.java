package org.tessera.access.pack;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Makes of a resource what may leave: only elements named here survive, so an element nobody
/// thought of is withheld, not let through.
final class ResourceCleaner {
  /// Structures that identify, or hold what people wrote.
  private static final Set<String> DROPPED =
      Set.of(
          "identifier",
          "accessionIdentifier",
          "name",
          "telecom",
          "address",
          "contact",
          "contained",
          "photo",
          "link",
          "communication",
          "note",
          "presentedForm",
          "media",
          "valueAttachment",
          "valueIdentifier",
          "valueAnnotation");

  /// Text elements that are codes, not words.
  private static final Set<String> CODES =
      Set.of(
          "resourceType",
          "status",
          "intent",
          "use",
          "system",
          "code",
          "comparator",
          "gender",
          "type",
          "mode",
          "priority",
          "url",
          "version",
          "profile",
          "valueCode",
          "timingCode",
          "criticality",
          "category");

  private static final Set<String> DATES =
      Set.of("start", "end", "issued", "started", "date", "authoredOn", "valueInstant");

  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final Pattern REFERENCE =
      Pattern.compile("([A-Z][A-Za-z]{1,40})/([A-Za-z0-9.-]{1,64})(/_history/.*)?");

  private final PackageKey key;
  private final SharedTexts texts;
  private final Vocabularies vocabularies;

  ResourceCleaner(PackageKey key, SharedTexts texts, Vocabularies vocabularies) {
    this.key = key;
    this.texts = texts;
    this.vocabularies = vocabularies;
  }

  /// A copy with new ids and moved dates.
  ObjectNode clean(ObjectNode resource, DateShift shift) {
    String type = resource.path("resourceType").asString();
    ObjectNode cleaned = object(resource, shift);
    cleaned.put("id", key.resource(type, resource.path("id").asString()));
    JsonNode profiles = resource.path("meta").path("profile");
    if (profiles.isArray()) {
      cleaned.putObject("meta").set("profile", profiles.deepCopy());
    }
    return cleaned;
  }

  static boolean isDate(String element) {
    return element.endsWith("Date") || element.endsWith("DateTime") || DATES.contains(element);
  }

  private ObjectNode object(ObjectNode source, DateShift shift) {
    ObjectNode target = JsonNodeFactory.instance.objectNode();
    for (var field : source.properties()) {
      String name = field.getKey();
      if (!DROPPED.contains(name) && !name.equals("meta")) {
        value(name, field.getValue(), source, shift).ifPresent(kept -> target.set(name, kept));
      }
    }
    return target;
  }

  private Optional<JsonNode> value(
      String name, JsonNode value, ObjectNode parent, DateShift shift) {
    return switch (value) {
      case ObjectNode child -> child(name, child, shift);
      case ArrayNode items -> {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : items) {
          value(name, item, parent, shift).ifPresent(kept::add);
        }
        yield kept.isEmpty() ? Optional.empty() : Optional.of(kept);
      }
      case StringNode text ->
          text(name, text.stringValue(), parent, shift).map(JsonNodeFactory.instance::stringNode);
      default -> Optional.of(value);
    };
  }

  private Optional<JsonNode> child(String name, ObjectNode child, DateShift shift) {
    // The narrative is the whole resource in words.
    if (name.equals("text")) {
      return Optional.empty();
    }
    ObjectNode kept = object(child, shift);
    boolean hollow =
        kept.isEmpty()
            || (kept.size() == 1 && (kept.has("url") || kept.has("type") || kept.has("system")));
    return hollow ? Optional.empty() : Optional.of(kept);
  }

  private Optional<String> text(String name, String text, ObjectNode parent, DateShift shift) {
    if (CODES.contains(name)) {
      return Optional.of(text).filter(it -> TOKEN.matcher(it).matches());
    }
    if (isDate(name)) {
      return shift.moveFhir(text);
    }
    return switch (name) {
      case "reference" -> reference(text);
      case "uid" -> Optional.of(key.uid(text));
      case "text" -> Optional.of(text).filter(texts::isShared);
      case "unit" -> Optional.of(text).filter(it -> it.equals(parent.path("code").asString("")));
      // The vocabulary's own term: what stood there may be free text, or not ours to pass on.
      case "display" ->
          vocabularies.sharedDisplay(
              new Code(parent.path("system").asString(""), parent.path("code").asString("")));
      default -> Optional.empty();
    };
  }

  private Optional<String> reference(String text) {
    var matcher = REFERENCE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String type = matcher.group(1);
    if (type.equals("ResearchStudy")) {
      return Optional.of(type + "/" + matcher.group(2));
    }
    return PackagedType.isOfPatient(type)
        ? Optional.of(type + "/" + key.resource(type, matcher.group(2)))
        : Optional.empty();
  }
}
