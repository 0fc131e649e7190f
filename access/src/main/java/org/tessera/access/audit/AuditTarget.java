package org.tessera.access.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says what a request was about in words that may be kept: a search for a name must not leave the
/// name in the audit trail, and somebody may type a record number where an id belongs.
final class AuditTarget {
  private static final Pattern WORD = Pattern.compile("[A-Za-z$_][A-Za-z_-]{0,40}(\\.[a-z]{2,4})?");
  private static final Pattern RUNNING_NUMBER = Pattern.compile("\\d{1,6}(\\.json)?");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{12,64}");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /// An id this node derives from a pseudonym: 26 characters of base 32 and a suffix.
  private static final Pattern PSEUDONYMOUS = Pattern.compile("[a-z2-7]{26}([.-][A-Za-z0-9.-]*)?");

  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]{0,60}");

  /// Types whose ids name no person.
  private static final Set<String> IMPERSONAL =
      Set.of(
          "ResearchStudy",
          "CodeSystem",
          "ValueSet",
          "ConceptMap",
          "StructureDefinition",
          "SearchParameter",
          "Organization");

  private AuditTarget() {}

  /// @param action under which the request is recorded; of a look-up nothing is kept but that it
  ///   was one, because people look up by record number
  static String of(HttpServletRequest request, String action) {
    if (action.equals("look-up")) {
      return request.getMethod();
    }
    List<String> segments =
        Arrays.stream(request.getRequestURI().split("/", -1))
            .filter(segment -> !segment.isEmpty())
            .toList();
    boolean fhir = action.equals("fhir");
    String path =
        fhir
            ? fhirPath(segments.subList(1, segments.size()))
            : segments.stream().map(AuditTarget::kept).collect(Collectors.joining("/"));
    return (request.getMethod() + " " + path).strip()
        + parameters(request.getQueryString())
        + entries(request);
  }

  /// Says what an entry of a FHIR bundle was about.
  ///
  /// @param address below the base of the FHIR server
  static String ofEntry(String method, String address) {
    String[] parts = address.split("\\?", 2);
    List<String> segments =
        Arrays.stream(parts[0].split("/", -1)).filter(segment -> !segment.isEmpty()).toList();
    String path = (method + " " + fhirPath(segments)).strip();
    return path + parameters(parts.length > 1 ? parts[1] : null) + " in a bundle";
  }

  private static String fhirPath(List<String> segments) {
    if (segments.size() < 2) {
      return segments.stream().map(AuditTarget::kept).collect(Collectors.joining("/"));
    }
    String type = kept(segments.get(0));
    String id = segments.get(1);
    boolean known = IMPERSONAL.contains(type) || isOperation(id);
    String rest =
        segments.subList(2, segments.size()).stream()
            .map(AuditTarget::kept)
            .map(segment -> "/" + segment)
            .collect(Collectors.joining());
    return type + "/" + (known ? id : keptId(id)) + rest;
  }

  private static boolean isOperation(String segment) {
    return segment.startsWith("_") || segment.startsWith("$");
  }

  private static String kept(String segment) {
    return WORD.matcher(segment).matches() || RUNNING_NUMBER.matcher(segment).matches()
        ? segment
        : keptId(segment);
  }

  private static String keptId(String id) {
    boolean meaningless =
        PSEUDONYMOUS.matcher(id).matches()
            || UUID.matcher(id).matches()
            || DIGEST.matcher(id).matches();
    return meaningless ? id : "(withheld)";
  }

  private static String parameters(@Nullable String query) {
    if (query == null) {
      return "";
    }
    Set<String> names =
        Arrays.stream(query.split("&", -1))
            .map(part -> part.split("=", 2)[0])
            .filter(name -> PARAMETER.matcher(name).matches())
            .collect(Collectors.toCollection(TreeSet::new));
    return names.isEmpty() ? "" : " by " + String.join(", ", names);
  }

  /// What the entries of a bundle did, by verb and type, as the FHIR servlet says.
  private static String entries(HttpServletRequest request) {
    Object entries = request.getAttribute("org.tessera.fhir.entries");
    return entries instanceof String text && !text.isEmpty() ? " of " + text : "";
  }
}
