package org.tessera.omop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.OmopConcept;
import org.tessera.vocabularies.Vocabularies;
import tools.jackson.databind.JsonNode;

/// What FHIR's codings are in OMOP.
final class Concepts {
  static final String UCUM = "http://unitsofmeasure.org";

  /// Distinct codes are few; the limit only keeps a hostile client from filling the memory.
  private static final int CACHED_MAX = 50_000;

  private final Vocabularies vocabularies;
  private final Map<Code, Known> cache = new ConcurrentHashMap<>();

  Concepts(Vocabularies vocabularies) {
    this.vocabularies = vocabularies;
  }

  /// A code as the source says it, with what it is in OMOP.
  ///
  /// @param standard null when it maps to no standard concept
  /// @param source null when the source gives a text and no code
  record Found(
      String system,
      String code,
      String sourceValue,
      @Nullable OmopConcept standard,
      @Nullable Long source) {
    long conceptId() {
      return standard == null ? 0 : standard.id();
    }

    /// The concept of the code itself where there is no standard one: some value sets are local.
    long anyConceptId() {
      return standard != null || source == null ? conceptId() : source;
    }
  }

  private record Known(Optional<OmopConcept> standard, Optional<OmopConcept> source) {}

  /// One entry per distinct standard concept over the codings; one without a standard concept when
  /// no coding has any; none when nothing is said.
  List<Found> of(JsonNode concept) {
    JsonNode codings = concept.path("coding");
    if (codings.isArray() && !codings.isEmpty()) {
      return distinct(codings, concept.path("text").asString(""));
    }
    if (concept.has("code")) {
      return List.of(coding(concept, ""));
    }
    String text = concept.isString() ? concept.stringValue() : concept.path("text").asString("");
    return text.isEmpty() ? List.of() : List.of(new Found("", "", text, null, null));
  }

  /// The first entry of [#of], null when nothing is said.
  @Nullable Found first(JsonNode concept) {
    List<Found> found = of(concept);
    return found.isEmpty() ? null : found.getFirst();
  }

  Found code(String system, String code) {
    Known known = known(new Code(vocabularies.canonicalSystem(system), code));
    return new Found(
        system,
        code,
        code,
        known.standard().orElse(null),
        known.source().map(OmopConcept::id).orElse(0L));
  }

  private List<Found> distinct(JsonNode codings, String text) {
    Map<Long, Found> standard = new LinkedHashMap<>();
    Found unmapped = null;
    for (JsonNode coding : codings) {
      Found found = coding(coding, text);
      if (found.standard() != null) {
        standard.putIfAbsent(found.standard().id(), found);
      } else if (unmapped == null) {
        unmapped = found;
      }
    }
    if (standard.isEmpty() && unmapped != null) {
      return List.of(unmapped);
    }
    return new ArrayList<>(standard.values());
  }

  private Found coding(JsonNode coding, String text) {
    String code = coding.path("code").asString("");
    if (code.isEmpty()) {
      return new Found("", "", coding.path("display").asString(text), null, null);
    }
    return code(coding.path("system").asString(""), code);
  }

  private Known known(Code code) {
    Known known = cache.get(code);
    if (known == null) {
      known = new Known(vocabularies.standard(code), vocabularies.source(code));
      if (cache.size() < CACHED_MAX) {
        cache.put(code, known);
      }
    }
    return known;
  }
}
