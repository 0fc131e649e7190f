package org.tessera.app.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.tessera.catalog.Count;
import org.tessera.catalog.search.ToldNumbers;
import org.tessera.fhir.operation.DefinitionTree;
import org.tessera.mappings.CodeEntry;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Study;
import org.tessera.omop.ConceptUse;
import org.tessera.vocabularies.Code;
import org.tessera.vocabularies.ConceptFile;
import org.tessera.vocabularies.DefinedSystem;
import org.tessera.vocabularies.Licence;
import org.tessera.vocabularies.OmopConcept;
import org.tessera.vocabularies.ShippedSystem;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.search.ConceptIndex;
import org.tessera.vocabularies.search.Designation;

/// Everything a node knows of a code, put together for a person.
@Component
final class ConceptView {
  private static final int RELATED_MAX = 100;

  private final Vocabularies vocabularies;
  private final ConceptIndex index;
  private final DefinitionTree definitions;
  private final Mappings mappings;
  private final ConceptUse use;

  ConceptView(
      Vocabularies vocabularies,
      ConceptIndex index,
      DefinitionTree definitions,
      Mappings mappings,
      ConceptUse use) {
    this.vocabularies = vocabularies;
    this.index = index;
    this.definitions = definitions;
    this.mappings = mappings;
    this.use = use;
  }

  /// A code with its term, as far as that may be shown.
  ///
  /// @param title of its system
  public record Named(String system, String title, String code, String term) {}

  /// Where a concept stands in rows of patients.
  public record Used(String table, Count records, Count patients) {}

  /// A value of a study's code list that means this code.
  public record Meant(String study, String list, String value, String label) {}

  /// What is shown of a concept.
  ///
  /// @param others designations beside the term
  /// @param hidden whether a licence keeps terms from whoever asks
  /// @param used empty where no OMOP concept tells
  public record Shown(
      Named concept,
      List<Designation> others,
      boolean hidden,
      String licence,
      Optional<OmopConcept> omop,
      List<Named> above,
      List<Named> below,
      List<Named> mapsTo,
      List<Named> mappedFrom,
      List<DefinitionTree.Mapped> maps,
      List<Used> used,
      List<Meant> studies) {}

  /// A vocabulary that is here.
  public record Held(
      String url, String title, String version, long codes, String licence, boolean leaves) {}

  /// All vocabularies with their licences: what ships, a release's, those of FHIR packages.
  ///
  /// @param release what the imported release calls itself
  List<Held> systems(String release) {
    List<Held> all = new ArrayList<>();
    Set<String> listed = new LinkedHashSet<>();
    for (ShippedSystem each : vocabularies.shipped()) {
      listed.add(each.url());
      all.add(
          new Held(
              each.url(),
              each.title(),
              each.version(),
              vocabularies.codes(each.url()).size(),
              each.licence(),
              true));
    }
    vocabularies.imported().ifPresent(file -> all.addAll(ofRelease(file, release)));
    for (DefinedSystem each : vocabularies.defined()) {
      if (listed.add(each.system().url())) {
        all.add(
            new Held(
                each.system().url(),
                each.system().title(),
                each.version(),
                each.terms().size(),
                each.licence().text(),
                each.licence().terms()));
      }
    }
    return all;
  }

  private List<Held> ofRelease(ConceptFile file, String release) {
    List<Held> all = new ArrayList<>();
    for (String vocabulary : file.vocabularies()) {
      Licence licence = vocabularies.licence(vocabulary);
      String url = vocabularies.systemOfOmopVocabulary(vocabulary).orElse("");
      int size = file.range(vocabulary).size();
      all.add(new Held(url, vocabulary, release, size, licence.text(), licence.terms()));
    }
    return all;
  }

  /// A code with its term.
  ///
  /// @param all whether terms that may not leave the node are shown too
  Named named(Code code, boolean all) {
    String title =
        vocabularies.system(code.system()).map(each -> each.title()).orElse(code.system());
    Optional<String> term = all ? vocabularies.display(code) : vocabularies.sharedDisplay(code);
    return new Named(code.system(), title, code.value(), term.orElse(""));
  }

  /// Everything of a code; empty if it is not known.
  ///
  /// @param all whether terms that may not leave the node are shown too
  /// @param exact whether numbers are told as they are
  Optional<Shown> of(Code code, boolean all, boolean exact) {
    if (!vocabularies.contains(code)) {
      return Optional.empty();
    }
    Named concept = named(code, all);
    List<Designation> designations =
        index.designations(code).stream()
            .filter(each -> !each.text().equals(concept.term()))
            .filter(each -> !each.text().equals(concept.code()))
            .toList();
    List<Designation> others = designations.stream().filter(each -> all || each.leaves()).toList();
    boolean hidden =
        others.size() < designations.size()
            || (concept.term().isEmpty() && vocabularies.display(code).isPresent());
    Optional<OmopConcept> omop = vocabularies.source(code);
    Place place = place(code, omop, all);
    List<Named> mapsTo =
        vocabularies.standards(code).stream()
            .filter(each -> omop.filter(own -> own.id() == each.id()).isEmpty())
            .map(each -> ofOmop(each, all))
            .toList();
    return Optional.of(
        new Shown(
            concept,
            others,
            hidden,
            licence(code, omop),
            omop,
            place.above(),
            place.below(),
            mapsTo,
            place.mappedFrom(),
            definitions.maps(code),
            used(omop, exact),
            meant(code)));
  }

  private record Place(List<Named> above, List<Named> below, List<Named> mappedFrom) {}

  /// By the imported release where it knows the concept, else by the system's own definition.
  private Place place(Code code, Optional<OmopConcept> omop, boolean all) {
    Optional<ConceptFile> file = vocabularies.imported();
    if (file.isPresent() && omop.isPresent()) {
      ConceptFile release = file.get();
      int at = release.find(omop.get().id());
      if (at >= 0) {
        int[] from = IntStream.of(release.mappedFrom(at)).filter(each -> each != at).toArray();
        return new Place(
            related(release, release.parents(at), all),
            related(release, release.children(at), all),
            related(release, from, all));
      }
    }
    DefinitionTree.Neighbours neighbours = definitions.neighbours(code);
    return new Place(
        neighbours.above().stream().map(each -> named(each, all)).toList(),
        neighbours.below().stream().limit(RELATED_MAX).map(each -> named(each, all)).toList(),
        List.of());
  }

  private List<Named> related(ConceptFile release, int[] positions, boolean all) {
    return IntStream.of(positions)
        .limit(RELATED_MAX)
        .mapToObj(position -> ofOmop(release.concept(position), all))
        .sorted(Comparator.comparing(Named::term).thenComparing(Named::code))
        .toList();
  }

  private Named ofOmop(OmopConcept concept, boolean all) {
    return vocabularies
        .systemOfOmopVocabulary(concept.vocabulary())
        .map(system -> named(new Code(system, concept.code()), all))
        .orElseGet(() -> new Named("", concept.vocabulary(), concept.code(), ""));
  }

  private String licence(Code code, Optional<OmopConcept> omop) {
    Stream<String> shipped =
        vocabularies.shipped().stream()
            .filter(each -> each.url().equals(code.system()))
            .map(ShippedSystem::licence);
    Stream<String> release =
        omop.stream().map(each -> vocabularies.licence(each.vocabulary()).text());
    Stream<String> defined =
        vocabularies.defined().stream()
            .filter(each -> each.system().url().equals(code.system()))
            .map(each -> each.licence().text());
    return Stream.of(shipped, release, defined)
        .flatMap(each -> each)
        .findFirst()
        .orElse("not recorded; terms stay here");
  }

  private List<Used> used(Optional<OmopConcept> omop, boolean exact) {
    return omop.map(concept ->
            use.of(concept.id()).stream()
                .filter(each -> each.records() > 0 || each.table().isEmpty())
                .map(each ->
                    new Used(
                        each.table(),
                        ToldNumbers.entries(each.records(), each.patients(), exact),
                        ToldNumbers.patients(each.patients(), exact)))
                .toList())
        .orElse(List.of());
  }

  private List<Meant> meant(Code code) {
    List<Meant> meant = new ArrayList<>();
    for (Study study : mappings.studies()) {
      for (String list : study.codes().names()) {
        for (CodeEntry entry : study.codes().entries(list)) {
          if (entry.code().filter(code::equals).isPresent()) {
            meant.add(new Meant(study.name(), list, entry.value(), entry.label()));
          }
        }
      }
    }
    return meant;
  }
}
