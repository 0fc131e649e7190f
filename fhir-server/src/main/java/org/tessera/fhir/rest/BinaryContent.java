package org.tessera.fhir.rest;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tessera.fhir.store.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/// The content of a Binary in its own media type instead of inside a resource.
/// https://hl7.org/fhir/R4/binary.html#rest
final class BinaryContent {
  private static final String TYPE = "Binary";

  /// What a resource comes and goes as.
  private static final Set<String> FORMS =
      Set.of(
          "application/json",
          "application/fhir+json",
          "text/json",
          "application/xml",
          "application/fhir+xml",
          "text/xml");

  /// A client that takes one of these, or all, takes the resource.
  private static final Set<String> ANY = Set.of("*/*", "application/*", "text/*", "text/html");

  private BinaryContent() {}

  /// The request as it would be if the client had sent a resource around its bytes. The header
  /// X-Security-Context says whose rules the Binary is under.
  static FhirRequest asResource(FhirRequest request) {
    String media = request.content().mediaType();
    boolean written = request.method().equals("POST") || request.method().equals("PUT");
    boolean one = request.path().size() == (request.method().equals("POST") ? 1 : 2);
    if (!written || !one || !isBinary(request) || media.isEmpty() || FORMS.contains(media)) {
      return request;
    }
    ObjectNode binary = FhirJson.newObject().put("resourceType", TYPE);
    if (request.path().size() == 2) {
      binary.put("id", request.path().getLast());
    }
    binary.put("contentType", request.header("Content-Type").orElse(media));
    request
        .header("X-Security-Context")
        .ifPresent(context -> binary.putObject("securityContext").put("reference", context));
    binary.put("data", Base64.getEncoder().encodeToString(request.content().bytes()));
    return request.with(Content.of(binary));
  }

  /// Whether a read takes only media types that are no form of a resource.
  static boolean isWanted(FhirRequest request) {
    boolean one = request.path().size() == 2 || request.path().size() == 4;
    return request.isRead()
        && one
        && isBinary(request)
        && request.parameter("_format").isEmpty()
        && request
            .header("Accept")
            .filter(accept -> !accept.isBlank())
            .filter(accept -> ranges(accept).stream().noneMatch(BinaryContent::isForm))
            .isPresent();
  }

  /// The content alone, if that is what the client wants.
  ///
  /// @throws Refusal if it takes no content of this media type (406)
  static Answer of(FhirRequest request, Answer read) {
    if (!isWanted(request) || !(read.body().orElse(null) instanceof AnswerBody.Stored stored)) {
      return read;
    }
    ObjectNode binary = stored.tree();
    String type = binary.path("contentType").asString("");
    String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    List<String> ranges = ranges(request.header("Accept").orElse(""));
    if (!ranges.contains(media) && !ranges.contains(media.replaceFirst("/.*", "/*"))) {
      throw Refusal.of(406, "not-supported", "the content of the Binary is of another media type");
    }
    byte[] bytes = decoded(binary);
    Answer answer = Answer.of(200, new AnswerBody.Raw(type, out -> out.write(bytes)));
    read.headers().forEach(answer::with);
    securityContext(binary).ifPresent(context -> answer.with("X-Security-Context", context));
    // What somebody stored must not act as a page of this server.
    return answer
        .with("Content-Disposition", "attachment")
        .with("Content-Security-Policy", "sandbox; default-src 'none'");
  }

  private static byte[] decoded(ObjectNode binary) {
    return Base64.getMimeDecoder().decode(binary.path("data").asString(""));
  }

  private static Optional<String> securityContext(ObjectNode binary) {
    String reference = binary.path("securityContext").path("reference").asString("");
    return reference.isEmpty() || !reference.matches("[\\x21-\\x7E]{1,500}")
        ? Optional.empty()
        : Optional.of(reference);
  }

  private static boolean isForm(String range) {
    return FORMS.contains(range) || ANY.contains(range);
  }

  private static boolean isBinary(FhirRequest request) {
    return !request.path().isEmpty() && request.path().getFirst().equals(TYPE);
  }

  private static List<String> ranges(String accept) {
    return Arrays.stream(accept.split(",", -1))
        .map(range -> range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .toList();
  }
}
