package org.tessera.fhir.rest;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.tessera.fhir.structure.Subset;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The form an answer takes: JSON or XML, for people or machines, whole or in part.
/// https://hl7.org/fhir/R4/http.html#general
record AnswerFormat(boolean xml, boolean pretty, String summary, Set<String> elements) {
  private static final String JSON_TYPE = "application/fhir+json;charset=UTF-8";
  private static final String XML_TYPE = "application/fhir+xml;charset=UTF-8";
  private static final AnswerFormat PLAIN = new AnswerFormat(false, false, "false", Set.of());

  /// One range of an Accept header.
  private record Range(String media, double weight) {
    static Range of(String text) {
      String[] parts = text.split(";", -1);
      double weight = 1;
      for (int i = 1; i < parts.length; i++) {
        String part = parts[i].strip();
        if (part.matches("q=[01](\\.[0-9]{0,3})?")) {
          weight = Double.parseDouble(part.substring(2));
        }
      }
      return new Range(parts[0].strip().toLowerCase(Locale.ROOT), weight);
    }
  }

  /// @throws Refusal if the client takes nothing this server writes (406)
  static AnswerFormat of(FhirRequest request) {
    if (BinaryContent.isWanted(request)) {
      return PLAIN;
    }
    String format = request.parameter("_format").orElse("").replace(' ', '+');
    String accept = request.header("Accept").orElse("");
    boolean xml =
        !format.isEmpty()
            ? isXml(format.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
            : accept.isBlank() ? request.content().isXml() : negotiated(accept);
    boolean pretty =
        request.parameter("_pretty").map("true"::equals).orElse(accept.contains("text/html"));
    String summary = request.parameter("_summary").filter(s -> !s.isEmpty()).orElse("false");
    if (!Set.of("true", "text", "data", "count", "false").contains(summary)) {
      throw Refusal.badRequest("_summary takes true, text, data, count or false");
    }
    Set<String> elements =
        request.parameters().getOrDefault("_elements", List.of()).stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(name -> name.strip().replaceFirst("^[A-Z][A-Za-z]*\\.", ""))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    return new AnswerFormat(xml, pretty, summary, elements);
  }

  /// For an answer to a request whose wishes make no sense.
  static AnswerFormat plain() {
    return PLAIN;
  }

  private static boolean isXml(String media) {
    return switch (media) {
      case "json", "application/json", "application/fhir+json", "text/json", "html", "text/html" ->
          false;
      case "xml", "application/xml", "application/fhir+xml", "text/xml" -> true;
      default ->
          throw Refusal.of(406, "not-supported", "answers come as JSON or XML (_format, Accept)");
    };
  }

  /// A browser takes XML if nothing else; people read JSON more easily.
  private static boolean negotiated(String accept) {
    List<Range> ranges =
        Arrays.stream(accept.split(",", -1))
            .map(Range::of)
            .filter(range -> range.weight() > 0)
            .sorted(Comparator.comparingDouble(Range::weight).reversed())
            .toList();
    for (Range range : ranges) {
      switch (range.media()) {
        case "*/*", "application/*", "text/*" -> {
          return false;
        }
        case "application/json", "application/fhir+json", "text/json", "text/html" -> {
          return false;
        }
        case "application/fhir+ndjson", "application/ndjson" -> {
          // For a file of an export, which has one form; of anything else the error is JSON.
          return false;
        }
        case "application/xml", "application/fhir+xml", "text/xml" -> {
          return true;
        }
        default -> {
          // Another range may fit.
        }
      }
    }
    throw Refusal.of(406, "not-supported", "answers come as JSON or XML (_format, Accept)");
  }

  String contentType() {
    return xml ? XML_TYPE : JSON_TYPE;
  }

  /// Whether stored bytes can go out as they are.
  boolean isPlain() {
    return !xml && !pretty && !cuts();
  }

  private boolean cuts() {
    return !elements.isEmpty() || (!summary.equals("false") && !summary.equals("count"));
  }

  /// The resource with the elements wanted; of a Bundle the resources in it are cut.
  ObjectNode cut(ObjectNode resource) {
    String type = resource.path("resourceType").asString("");
    if (!cuts() || type.equals("OperationOutcome")) {
      return resource;
    }
    if (type.equals("Bundle")) {
      for (JsonNode entry : resource.path("entry")) {
        if (entry.path("resource") instanceof ObjectNode inner && entry instanceof ObjectNode own) {
          own.set("resource", cut(inner));
        }
      }
      return resource;
    }
    if (!elements.isEmpty()) {
      return Subset.elements(resource, elements);
    }
    return switch (summary) {
      case "true" -> Subset.summary(resource);
      case "text" -> Subset.text(resource);
      default -> Subset.data(resource);
    };
  }
}
