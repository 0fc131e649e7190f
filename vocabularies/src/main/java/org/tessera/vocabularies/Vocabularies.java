package org.tessera.vocabularies;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Every code this node knows: its term, and its place in OMOP.
///
/// The tables are CSV files under `vocabularies/` of this module (see its README); they are read
/// once and held in memory.
public final class Vocabularies {
  /// The code system whose codes are OMOP concept ids (HL7 FHIR-to-OMOP guide).
  private static final String CONCEPT_IDS = "https://fhir-terminology.ohdsi.org";

  private final Map<String, CodeSystem> systems = new LinkedHashMap<>();
  private final Map<String, String> canonical = new HashMap<>();
  private final Map<Code, String> displays;
  private final Map<Long, OmopConcept> concepts = new HashMap<>();
  private final Map<Code, OmopConcept> bySource = new HashMap<>();
  private final Map<Code, OmopConcept> mapped = new HashMap<>();
  private final List<OmopConcept> ordered;

  Vocabularies(Tables tables) {
    Map<String, String> urlOfVocabulary = new HashMap<>();
    for (CodeSystem system : tables.systems()) {
      systems.put(system.url(), system);
      canonical.put(system.url(), system.url());
      if (!system.oid().isEmpty()) {
        canonical.put("urn:oid:" + system.oid(), system.url());
        canonical.put(system.oid(), system.url());
      }
      urlOfVocabulary.put(system.omopVocabulary(), system.url());
    }
    displays = tables.displays();
    for (OmopConcept concept : tables.concepts()) {
      concepts.put(concept.id(), concept);
      String url = urlOfVocabulary.get(concept.vocabulary());
      if (url != null && !concept.code().isEmpty()) {
        Code code = new Code(url, concept.code());
        // Where a code was given out twice, the concept still in use is meant.
        bySource.merge(code, concept, (old, now) -> old.standard() ? old : now);
        displays.putIfAbsent(code, concept.name().equals(concept.code()) ? "" : concept.name());
      }
    }
    for (Tables.MapsTo map : tables.maps()) {
      mapped.put(map.code(), required(map.conceptId()));
    }
    ordered = concepts.values().stream().sorted(Comparator.comparingLong(OmopConcept::id)).toList();
  }

  /// The tables that ship with the product.
  public static Vocabularies builtIn() {
    return new Vocabularies(Tables.fromClassPath());
  }

  private OmopConcept required(long id) {
    OmopConcept concept = concepts.get(id);
    if (concept == null) {
      throw new IllegalStateException("omop/maps.csv names concept " + id + ", which is not there");
    }
    return concept;
  }

  /// The one URL a code system is known by here, for any of the forms it is written in (URL,
  /// `urn:oid:`, bare OID); an unknown system comes back as it is.
  public String canonicalSystem(String system) {
    return canonical.getOrDefault(system, system);
  }

  /// The code systems this node knows, by their canonical URL.
  public Optional<CodeSystem> system(String system) {
    return Optional.ofNullable(systems.get(canonicalSystem(system)));
  }

  /// All code systems this node knows, in the order of `systems.csv`.
  public Collection<CodeSystem> systems() {
    return systems.values();
  }

  /// Whether the code is in the tables.
  public boolean contains(Code code) {
    Code known = canonical(code);
    return displays.containsKey(known) || source(known).isPresent();
  }

  /// The term, if the tables hold one.
  public Optional<String> display(Code code) {
    return Optional.ofNullable(displays.get(canonical(code))).filter(term -> !term.isEmpty());
  }

  /// The OMOP concept of this very code, standard or not (for a `*_source_concept_id` column).
  public Optional<OmopConcept> source(Code code) {
    Code known = canonical(code);
    if (known.system().equals(CONCEPT_IDS)) {
      return known.value().matches("\\d{1,18}")
          ? concept(Long.parseLong(known.value()))
          : Optional.empty();
    }
    return Optional.ofNullable(bySource.get(known));
  }

  /// The standard OMOP concept this code maps to (for a `*_concept_id` column): the concept itself
  /// when it is standard, else what `omop/maps.csv` gives with its source.
  public Optional<OmopConcept> standard(Code code) {
    Optional<OmopConcept> own = source(code).filter(OmopConcept::standard);
    return own.isPresent() ? own : Optional.ofNullable(mapped.get(canonical(code)));
  }

  /// A concept by its OMOP id.
  public Optional<OmopConcept> concept(long id) {
    return Optional.ofNullable(concepts.get(id));
  }

  /// All OMOP concepts known here, ordered by id.
  public List<OmopConcept> concepts() {
    return ordered;
  }

  /// The canonical URL of the code system whose codes an OMOP vocabulary (`SNOMED`) holds.
  public Optional<String> systemOfOmopVocabulary(String vocabulary) {
    return systems.values().stream()
        .filter(system -> system.omopVocabulary().equals(vocabulary))
        .map(CodeSystem::url)
        .findFirst();
  }

  /// The codes of one system, ordered: for expanding and for a list of what may be written.
  public Set<String> codes(String system) {
    String url = canonicalSystem(system);
    Set<String> codes = new TreeSet<>();
    for (Code code : displays.keySet()) {
      if (code.system().equals(url)) {
        codes.add(code.value());
      }
    }
    return codes;
  }

  private Code canonical(Code code) {
    String url = canonicalSystem(code.system());
    return url.equals(code.system()) ? code : new Code(url, code.value());
  }
}
