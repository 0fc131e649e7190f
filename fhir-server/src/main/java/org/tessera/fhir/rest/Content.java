package org.tessera.fhir.rest;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tessera.fhir.store.FhirJson;
import org.tessera.fhir.structure.Issue;
import org.tessera.fhir.structure.StructureCheck;
import org.tessera.fhir.structure.XmlReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a client sent: bytes of a media type, or the resource of an entry, which was parsed with
/// its bundle.
public final class Content {
  /// Nothing was sent.
  public static final Content NONE = new Content("", new byte[0], null);

  private final String mediaType;
  private final byte[] bytes;
  private final @Nullable ObjectNode parsed;

  private Content(String mediaType, byte[] bytes, @Nullable ObjectNode parsed) {
    this.mediaType = mediaType;
    this.bytes = bytes;
    this.parsed = parsed;
  }

  /// @param contentType as the header says, or empty
  static Content of(String contentType, byte[] bytes) {
    String media = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return new Content(media, bytes, null);
  }

  static Content of(ObjectNode parsed) {
    return new Content("application/fhir+json", new byte[0], parsed);
  }

  String mediaType() {
    return mediaType;
  }

  byte[] bytes() {
    return bytes;
  }

  /// Whether nothing was sent.
  public boolean isEmpty() {
    return parsed == null && bytes.length == 0;
  }

  boolean isXml() {
    return mediaType.endsWith("xml")
        || (mediaType.isEmpty() && bytes.length > 0 && bytes[0] == '<');
  }

  private boolean isJson() {
    return mediaType.isEmpty()
        || mediaType.equals("application/fhir+json")
        || mediaType.equals("application/json")
        || mediaType.equals("text/json");
  }

  /// The resource as it came, not yet checked.
  ///
  /// @throws Refusal if there is none, or its media type is none of FHIR's (415)
  public ObjectNode tree() {
    if (parsed != null) {
      return parsed;
    }
    if (bytes.length == 0) {
      throw Refusal.badRequest("there is no resource in the request");
    }
    if (isXml()) {
      return XmlReader.read(bytes);
    }
    if (isJson()) {
      return json()
          .orElseThrow(() -> Refusal.of(400, "structure", "a FHIR resource is a JSON object"));
    }
    throw Refusal.of(
        415, "not-supported", "a resource comes as application/fhir+json or application/fhir+xml");
  }

  private Optional<ObjectNode> json() {
    return any() instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
  }

  /// A JSON text of any kind, such as a JSON Patch.
  JsonNode any() {
    if (!Utf8.isSound(bytes)) {
      throw Refusal.of(400, "structure", "the body is not well-formed UTF-8");
    }
    try {
      return FhirJson.parseAny(bytes);
    } catch (ArithmeticException | NumberFormatException _) {
      throw Refusal.of(400, "too-costly", "a number has an exponent beyond all bounds");
    }
  }

  /// The resource, checked.
  ///
  /// @throws Refusal if it is none of FHIR R4 (422), naming the elements
  public ObjectNode resource(boolean lenient) {
    ObjectNode tree = tree();
    check(tree, lenient);
    return tree;
  }

  /// Refuses a resource that is none of FHIR R4.
  static void check(ObjectNode tree, boolean lenient) {
    List<Issue> issues = StructureCheck.of(tree, lenient);
    if (issues.stream().anyMatch(issue -> issue.code().equals("too-costly"))) {
      throw Refusal.of(400, issues);
    }
    if (issues.stream().anyMatch(Issue::fatal)) {
      throw Refusal.unprocessable(issues);
    }
  }
}
