package org.tessera.vocabularies;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Every code this node knows: its term, and its place in OMOP.
///
/// The tables that ship are CSV files under `vocabularies/` of this module (see its README); they
/// are read once and held in memory. An imported release ([ConceptFile]) lies over them: what it
/// knows of a code counts, and what it does not know is as it was.
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
  private final Map<String, String> urlOfVocabulary = new HashMap<>();
  private final Map<String, Licence> licences;
  private final List<ShippedSystem> shipped;
  private final OpenLicences open;
  private volatile DefinedTerms defined = DefinedTerms.NONE;
  private volatile Optional<TermFinder> finder = Optional.empty();
  private volatile Optional<ConceptFile> imported = Optional.empty();
  private volatile Map<String, CodeSystem> importedSystems = Map.of();

  Vocabularies(Tables tables) {
    for (CodeSystem system : tables.systems()) {
      systems.put(system.url(), system);
      canonical.put(system.url(), system.url());
      if (!system.oid().isEmpty()) {
        canonical.put("urn:oid:" + system.oid(), system.url());
        canonical.put(system.oid(), system.url());
      }
      if (!system.omopVocabulary().isEmpty()) {
        urlOfVocabulary.put(system.omopVocabulary(), system.url());
      }
    }
    displays = tables.displays();
    licences = tables.licences();
    shipped = List.copyOf(tables.shipped());
    open = new OpenLicences(tables.open());
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

  private Vocabularies(Vocabularies other) {
    systems.putAll(other.systems);
    canonical.putAll(other.canonical);
    displays = other.displays;
    licences = other.licences;
    shipped = other.shipped;
    open = other.open;
    defined = other.defined;
    finder = other.finder;
    concepts.putAll(other.concepts);
    bySource.putAll(other.bySource);
    mapped.putAll(other.mapped);
    ordered = other.ordered;
    urlOfVocabulary.putAll(other.urlOfVocabulary);
    imported = other.imported;
    importedSystems = other.importedSystems;
  }

  /// The tables that ship with the product.
  public static Vocabularies builtIn() {
    return new Vocabularies(Tables.fromClassPath());
  }

  /// These vocabularies as they are now, whatever is imported later.
  public Vocabularies frozen() {
    return new Vocabularies(this);
  }

  /// Lays an imported release over the tables that ship, in the place of a former one. Whoever asks
  /// while this runs gets the one or the other.
  public synchronized void adopt(ConceptFile release) {
    Map<String, CodeSystem> added = new LinkedHashMap<>();
    for (String vocabulary : release.vocabularies()) {
      if (!urlOfVocabulary.containsKey(vocabulary)) {
        String url = "urn:omop:" + vocabulary.toLowerCase(Locale.ROOT).replace(' ', '-');
        added.put(url, new CodeSystem(url, "", vocabulary, vocabulary));
      }
    }
    importedSystems = added;
    imported = Optional.of(release);
  }

  /// Lets the codes of imported FHIR definitions be known, in the place of those before. What ships
  /// and what a release says of a code counts before them.
  public synchronized void define(Collection<DefinedSystem> definitions) {
    defined = new DefinedTerms(definitions);
  }

  /// The code systems imported FHIR definitions bring, or list codes of.
  public Collection<DefinedSystem> defined() {
    return defined.systems();
  }

  /// Lets codes be found by anything they are called.
  public void findBy(TermFinder index) {
    finder = Optional.of(index);
  }

  /// What finds codes by anything they are called, where there is an index.
  public Optional<TermFinder> finder() {
    return finder;
  }

  /// Under which licence the text of an imported FHIR definition is here.
  ///
  /// @param packageLicence the SPDX id its package names, empty for none
  /// @param notice its own copyright, empty for none
  public Licence licence(String packageLicence, String notice) {
    return open.of(packageLicence, notice);
  }

  /// The release that is laid over the tables, if there is one.
  public Optional<ConceptFile> imported() {
    return imported;
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
    CodeSystem shipped = systems.get(canonicalSystem(system));
    return shipped != null
        ? Optional.of(shipped)
        : Optional.ofNullable(importedSystems.get(system))
            .or(() -> defined.system(system).map(DefinedSystem::system));
  }

  /// All code systems this node knows: those of `systems.csv` in its order, then imported ones.
  public Collection<CodeSystem> systems() {
    List<CodeSystem> all = new ArrayList<>(systems.values());
    all.addAll(importedSystems.values());
    defined.systems().stream()
        .map(DefinedSystem::system)
        .filter(system -> !systems.containsKey(system.url()))
        .forEach(all::add);
    return all;
  }

  /// The code systems that ship, with version, licence and origin.
  public List<ShippedSystem> shipped() {
    return shipped;
  }

  /// Whether the code is in the tables or in the imported release.
  public boolean contains(Code code) {
    Code known = canonical(code);
    return displays.containsKey(known) || source(known).isPresent() || defined.contains(known);
  }

  /// Whether the code stands in the tables that ship or in an imported FHIR definition.
  public boolean ships(Code code) {
    Code known = canonical(code);
    return displays.containsKey(known) || defined.contains(known);
  }

  /// The term, if one is held. A term that ships comes before an imported one, for it may be passed
  /// on.
  public Optional<String> display(Code code) {
    Code known = canonical(code);
    String shipped = displays.getOrDefault(known, "");
    return shipped.isEmpty()
        ? imported(known)
            .map(OmopConcept::name)
            .filter(name -> !name.isEmpty() && !name.equals(known.value()))
            .or(() -> defined.term(known))
        : Optional.of(shipped);
  }

  /// The term as it may leave the node: one that ships, or one of a vocabulary whose licence lets
  /// its terms pass.
  public Optional<String> sharedDisplay(Code code) {
    Code known = canonical(code);
    String shipped = displays.getOrDefault(known, "");
    if (!shipped.isEmpty()) {
      return Optional.of(shipped);
    }
    return source(known)
        .filter(it -> licence(it.vocabulary()).terms())
        .flatMap(it -> display(known))
        .or(() -> keepsTerms(known.system()) ? Optional.empty() : defined.shared(known));
  }

  /// Whether a system's own licence keeps its terms here, whoever lists them.
  public boolean keepsTerms(String system) {
    return system(system)
        .map(CodeSystem::omopVocabulary)
        .filter(vocabulary -> !vocabulary.isEmpty() && !licence(vocabulary).terms())
        .isPresent();
  }

  /// Under which licence an OMOP vocabulary is here.
  public Licence licence(String vocabulary) {
    return licences.getOrDefault(vocabulary, Licence.UNKNOWN);
  }

  /// The OMOP concept of this very code, standard or not (for a `*_source_concept_id` column).
  public Optional<OmopConcept> source(Code code) {
    Code known = canonical(code);
    if (known.system().equals(CONCEPT_IDS)) {
      return known.value().matches("\\d{1,18}")
          ? concept(Long.parseLong(known.value()))
          : Optional.empty();
    }
    return imported(known).or(() -> Optional.ofNullable(bySource.get(known)));
  }

  /// The standard OMOP concept this code maps to (for a `*_concept_id` column), of several the one
  /// with the smallest id.
  public Optional<OmopConcept> standard(Code code) {
    return standards(code).stream().findFirst();
  }

  /// The standard OMOP concepts this code maps to, by their ids: what the imported release says;
  /// where it maps the code to nothing, or does not know it, the concept itself when it is
  /// standard, else what `omop/maps.csv` gives with its source.
  public List<OmopConcept> standards(Code code) {
    Code known = canonical(code);
    Optional<ConceptFile> release = imported;
    int position = release.map(file -> position(file, known)).orElse(-1);
    if (position >= 0) {
      ConceptFile file = release.orElseThrow();
      int[] targets = file.standards(position);
      if (targets.length > 0) {
        return Arrays.stream(targets)
            .mapToObj(file::concept)
            .sorted(Comparator.comparingLong(OmopConcept::id))
            .toList();
      }
      return Optional.ofNullable(mapped.get(known))
          .flatMap(target -> concept(target.id()))
          .filter(OmopConcept::standard)
          .stream()
          .toList();
    }
    return source(known)
        .filter(OmopConcept::standard)
        .or(() -> Optional.ofNullable(mapped.get(known)))
        .stream()
        .toList();
  }

  /// A concept by its OMOP id.
  public Optional<OmopConcept> concept(long id) {
    Optional<ConceptFile> release = imported;
    int position = release.map(file -> file.find(id)).orElse(-1);
    return position >= 0
        ? release.map(file -> file.concept(position))
        : Optional.ofNullable(concepts.get(id));
  }

  /// All OMOP concepts that ship, ordered by id.
  public List<OmopConcept> concepts() {
    return ordered;
  }

  /// The canonical URL of the code system whose codes an OMOP vocabulary (`SNOMED`) holds.
  public Optional<String> systemOfOmopVocabulary(String vocabulary) {
    String shipped = urlOfVocabulary.get(vocabulary);
    return shipped != null
        ? Optional.of(shipped)
        : importedSystems.values().stream()
            .filter(system -> system.omopVocabulary().equals(vocabulary))
            .map(CodeSystem::url)
            .findFirst();
  }

  /// The codes of one system that ship or that imported FHIR definitions bring, ordered. Those of
  /// an imported release are a range of [#imported()].
  public Set<String> codes(String system) {
    String url = canonicalSystem(system);
    Set<String> codes = new TreeSet<>();
    for (Code code : displays.keySet()) {
      if (code.system().equals(url)) {
        codes.add(code.value());
      }
    }
    codes.addAll(defined.codes(url));
    return codes;
  }

  /// The imported release's concept of a code, by the one with the vocabulary of its system.
  private Optional<OmopConcept> imported(Code code) {
    return imported.flatMap(file -> {
      int position = position(file, code);
      return position < 0 ? Optional.empty() : Optional.of(file.concept(position));
    });
  }

  /// Where a code is in a release, -1 if it is not: a code of a system, or the id of a concept.
  private int position(ConceptFile file, Code code) {
    if (code.system().equals(CONCEPT_IDS)) {
      return code.value().matches("\\d{1,18}") ? file.find(Long.parseLong(code.value())) : -1;
    }
    CodeSystem known = systems.get(code.system());
    CodeSystem system = known == null ? importedSystems.get(code.system()) : known;
    return system == null || system.omopVocabulary().isEmpty()
        ? -1
        : file.find(system.omopVocabulary(), code.value());
  }

  private Code canonical(Code code) {
    String url = canonicalSystem(code.system());
    return url.equals(code.system()) ? code : new Code(url, code.value());
  }
}
