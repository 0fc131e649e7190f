package org.tessera.app;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Who may enter which house, and which library belongs to which. The picture in
/// `docs/architecture.md` is this table.
class ArchitectureTest {
  private static final JavaClasses HOUSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("org.tessera");

  /// House → houses it may enter beside itself.
  static final Map<String, List<String>> MAY_ENTER =
      Map.ofEntries(
          Map.entry("vocabularies", List.of()),
          Map.entry("mappings", List.of("vocabularies")),
          Map.entry("dicom", List.of()),
          Map.entry("fhir.postgres", List.of()),
          Map.entry("fhir.structure", List.of()),
          Map.entry("fhir.store", List.of("vocabularies")),
          Map.entry("fhir.search", List.of("fhir.store")),
          Map.entry("fhir.operation", List.of("fhir.store", "fhir.search", "vocabularies")),
          Map.entry(
              "fhir.rest",
              List.of(
                  "fhir.store",
                  "fhir.search",
                  "fhir.structure",
                  "fhir.operation",
                  "fhir.validation",
                  "vocabularies")),
          Map.entry("fhir.export", List.of("fhir.store", "fhir.search", "fhir.operation")),
          Map.entry(
              "fhir.packages",
              List.of("fhir.store", "fhir.structure", "fhir.operation", "vocabularies")),
          Map.entry("fhir.subscription", List.of("fhir.store", "fhir.search", "fhir.operation")),
          Map.entry(
              "fhir.validation",
              List.of("fhir.store", "fhir.search", "fhir.operation", "vocabularies")),
          Map.entry("etl", List.of("mappings", "vocabularies", "dicom", "fhir.store")),
          Map.entry("omop", List.of("mappings", "vocabularies", "fhir.store")),
          Map.entry("catalog", List.of("mappings", "vocabularies", "fhir.store")),
          Map.entry(
              "access", List.of("fhir.store", "omop", "catalog", "mappings", "vocabularies")));

  static final List<Map.Entry<String, List<String>>> HOUSE_TABLE =
      MAY_ENTER.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();

  /// Library package → the only packages that may import it.
  static final List<Map.Entry<String, List<String>>> LIBRARY_TABLE =
      List.of(
          Map.entry("org.apache.camel..", List.of("org.tessera.etl.inbox..")),
          Map.entry("org.apache.poi..", List.of("org.tessera.etl.form..")),
          Map.entry("org.dhatim..", List.of("org.tessera.etl.form..")),
          Map.entry(
              "org.apache.lucene..",
              List.of(
                  "org.tessera.catalog.index..",
                  "org.tessera.catalog.search..",
                  // All designations of all codes: decision 0015.
                  "org.tessera.vocabularies.search..")),
          Map.entry(
              "org.eclipse.rdf4j..",
              List.of("org.tessera.catalog.standard..", "org.tessera.catalog.harvest..")),
          Map.entry("dev.cel..", List.of("org.tessera.mappings..")),
          Map.entry("com.ibm.icu..", List.of("org.tessera.vocabularies.words..")),
          Map.entry("org.yaml..", List.of("org.tessera.mappings..")),
          Map.entry(
              "ca.uhn..", List.of("org.tessera.fhir.rest..", "org.tessera.fhir.validation..")),
          Map.entry(
              "org.hl7..", List.of("org.tessera.fhir.rest..", "org.tessera.fhir.validation..")),
          Map.entry(
              "org.springframework.security..",
              List.of("org.tessera.access.identity..", "org.tessera.access.web..")),
          Map.entry(
              "org.springframework.boot..", List.of("org.tessera.app..", "org.tessera.bench..")),
          Map.entry(
              "org.springframework.web..",
              List.of("org.tessera..web..", "org.tessera.access.identity..", "org.tessera.app..")));

  @ParameterizedTest(name = "{0}")
  @FieldSource("HOUSE_TABLE")
  void a_house_enters_only_the_houses_it_may(Map.Entry<String, List<String>> row) {
    String[] allowed =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(row.getKey()), row.getValue().stream())
            .map(house -> "org.tessera." + house + "..")
            .toArray(String[]::new);
    noClasses()
        .that(resideInAPackage("org.tessera." + row.getKey() + ".."))
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.tessera..").and(not(resideInAnyPackage(allowed))))
        .allowEmptyShould(true)
        .check(HOUSES);
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("LIBRARY_TABLE")
  void a_library_is_imported_only_where_it_belongs(Map.Entry<String, List<String>> row) {
    noClasses()
        .that(resideInAPackage("org.tessera.."))
        .and(not(resideInAnyPackage(row.getValue().toArray(String[]::new))))
        .should()
        .dependOnClassesThat(resideInAPackage(row.getKey()))
        .check(HOUSES);
  }

  /// The standard is written for anyone; JSpecify is what every house tells nulls by.
  @Test
  void dicom_rests_on_the_jdk_alone() {
    classes()
        .that()
        .resideInAPackage("org.tessera.dicom..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "org.tessera.dicom..",
                "java..",
                "javax.imageio..",
                "javax.net..",
                "javax.xml..",
                "org.jspecify.annotations"))
        .check(HOUSES);
  }

  @Test
  void houses_form_no_cycle() {
    SlicesRuleDefinition.slices()
        .matching("org.tessera.(*)..")
        .should()
        .beFreeOfCycles()
        .check(HOUSES);
  }

  @Test
  void spring_annotations_stand_only_on_configurations_and_pages() {
    classes()
        .that()
        .areAnnotatedWith("org.springframework.context.annotation.Configuration")
        .should()
        .haveSimpleNameEndingWith("Configuration")
        .check(HOUSES);
    noClasses()
        .that(
            resideInAPackage("org.tessera..")
                .and(not(resideInAnyPackage("org.tessera..web..", "org.tessera.app.."))))
        .should()
        .beAnnotatedWith("org.springframework.stereotype.Component")
        .orShould()
        .beAnnotatedWith("org.springframework.stereotype.Service")
        .orShould()
        .beAnnotatedWith("org.springframework.stereotype.Controller")
        .check(HOUSES);
  }

  @Test
  void at_most_half_of_the_types_are_public() {
    var top =
        HOUSES.that(alwaysTrue()).stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .toList();
    long open =
        top.stream()
            .filter(type ->
                type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC))
            .count();
    assertThat(100.0 * open / top.size())
        .as("%d of %d types", open, top.size())
        .isLessThanOrEqualTo(50);
  }
}
