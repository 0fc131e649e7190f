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
  private volatile @Nullable Watch watch;

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

  /// @param standards what a row stands for, one row each
  private record Known(List<OmopConcept> standards, Optional<OmopConcept> source) {}

  /// Notices, while resources are projected again, whether they ask for a code that means another
  /// thing than before.
  final class Watch {
    private final Vocabularies before;
    private final Map<Code, Boolean> changed = new ConcurrentHashMap<>();
    private boolean noticed;

    Watch(Vocabularies before) {
      this.before = before;
    }

    /// Whether a changed code was asked for since the last call.
    boolean noticed() {
      boolean told = noticed;
      noticed = false;
      return told;
    }

    private void asked(Code code) {
      noticed |= changed.computeIfAbsent(code, this::isChanged);
    }

    private boolean isChanged(Code code) {
      return !places(before.standards(code)).equals(places(vocabularies.standards(code)))
          || !before
              .source(code)
              .map(OmopConcept::id)
              .equals(vocabularies.source(code).map(OmopConcept::id));
    }

    /// The id is what a row says, the domain decides in which table.
    private static List<String> places(List<OmopConcept> concepts) {
      return concepts.stream().map(concept -> concept.id() + " " + concept.domain()).toList();
    }
  }

  /// Forgets what codes were, because the vocabularies are other ones now.
  void forget() {
    cache.clear();
  }

  /// From now on, and until the next call, codes are compared with what they were.
  ///
  /// @param before null to watch no longer
  @Nullable Watch watch(@Nullable Vocabularies before) {
    watch = before == null ? null : new Watch(before);
    return watch;
  }

  /// One entry per distinct standard concept over the codings; one without a standard concept when
  /// no coding has any; none when nothing is said.
  List<Found> of(JsonNode concept) {
    JsonNode codings = concept.path("coding");
    if (codings.isArray() && !codings.isEmpty()) {
      return distinct(codings, concept.path("text").asString(""));
    }
    if (concept.has("code")) {
      return coding(concept, "");
    }
    String text = concept.isString() ? concept.stringValue() : concept.path("text").asString("");
    return text.isEmpty() ? List.of() : List.of(new Found("", "", text, null, null));
  }

  /// The first entry of [#of], null when nothing is said.
  @Nullable Found first(JsonNode concept) {
    List<Found> found = of(concept);
    return found.isEmpty() ? null : found.getFirst();
  }

  /// The first of [#codes].
  Found code(String system, String code) {
    return codes(system, code).getFirst();
  }

  /// A code with each standard concept it maps to; with none when it maps to nothing.
  private List<Found> codes(String system, String code) {
    Known known = known(new Code(vocabularies.canonicalSystem(system), code));
    Long source = known.source().map(OmopConcept::id).orElse(0L);
    return known.standards().isEmpty()
        ? List.of(new Found(system, code, code, null, source))
        : known.standards().stream()
            .map(standard -> new Found(system, code, code, standard, source))
            .toList();
  }

  private List<Found> distinct(JsonNode codings, String text) {
    Map<Long, Found> standard = new LinkedHashMap<>();
    Found unmapped = null;
    for (JsonNode coding : codings) {
      for (Found found : coding(coding, text)) {
        if (found.standard() != null) {
          standard.putIfAbsent(found.standard().id(), found);
        } else if (unmapped == null) {
          unmapped = found;
        }
      }
    }
    if (standard.isEmpty() && unmapped != null) {
      return List.of(unmapped);
    }
    return new ArrayList<>(standard.values());
  }

  private List<Found> coding(JsonNode coding, String text) {
    String code = coding.path("code").asString("");
    if (code.isEmpty()) {
      return List.of(new Found("", "", coding.path("display").asString(text), null, null));
    }
    return codes(coding.path("system").asString(""), code);
  }

  private Known known(Code code) {
    Watch watching = watch;
    if (watching != null) {
      watching.asked(code);
    }
    Known known = cache.get(code);
    if (known == null) {
      known = new Known(vocabularies.standards(code), vocabularies.source(code));
      if (cache.size() < CACHED_MAX) {
        cache.put(code, known);
      }
    }
    return known;
  }
}
