package org.tessera.fhir.rest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a client asks for: in an HTTP request, or in an entry of a bundle.
///
/// @param method in upper case
/// @param path the segments behind the base, decoded
/// @param parameters of the address and of a form, decoded, in order
/// @param headers by name in lower case
/// @param content what was sent
/// @param base the address of the server, without a slash at its end
/// @param caller who asks
public record FhirRequest(
    String method,
    List<String> path,
    Map<String, List<String>> parameters,
    Map<String, String> headers,
    Content content,
    String base,
    Caller caller) {
  /// The name of who asks, or empty.
  public String user() {
    return caller.name();
  }

  /// The same with other content.
  FhirRequest with(Content other) {
    return new FhirRequest(method, path, parameters, headers, other, base, caller);
  }

  /// The value of a header.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /// The first value of a parameter.
  public Optional<String> parameter(String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /// Whether the client wants what is not understood left out instead of refused.
  boolean isLenient() {
    return prefers("handling", "lenient");
  }

  /// The value of `return` in the header Prefer, or empty.
  String prefersReturn() {
    for (String wanted : List.of("minimal", "representation", "OperationOutcome")) {
      if (prefers("return", wanted)) {
        return wanted;
      }
    }
    return "";
  }

  private boolean prefers(String preference, String value) {
    String prefer = header("Prefer").orElse("").replace(" ", "").replace("\"", "");
    for (String part : prefer.split("[;,]", -1)) {
      if (part.equalsIgnoreCase(preference + "=" + value)) {
        return true;
      }
    }
    return false;
  }
}
