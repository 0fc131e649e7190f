package org.tessera.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tessera.fhir.operation.Canonicals;
import org.tessera.fhir.packages.DefinitionDesignations;
import org.tessera.fhir.packages.PackageImports;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.fhir.store.ProjectionRunner;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.omop.ConceptUse;
import org.tessera.omop.OmopProjection;
import org.tessera.omop.athena.AthenaImports;
import org.tessera.omop.athena.ReleaseSynonyms;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.search.ConceptIndex;
import org.tessera.vocabularies.search.ConceptIndexing;
import org.tessera.vocabularies.search.VocabularyTerms;

/// How vocabularies come into the node.
@Configuration(proxyBeanMethods = false)
class VocabularyConfiguration {
  private static final Duration PATIENCE = Duration.ofHours(12);

  @Bean(initMethod = "resume", destroyMethod = "close")
  AthenaImports athenaImports(
      OmopProjection projection,
      Vocabularies vocabularies,
      ChangeLog log,
      ProjectionRunner runner,
      Places places) {
    return new AthenaImports(
        new AthenaImports.House(
            places.dataSource(),
            projection,
            vocabularies,
            log,
            places.home().path("vocabularies"),
            places.home().path("index").resolve("vocabulary"),
            () -> room(places.home()),
            () -> {
              runner.rebuild("omop");
              runner.awaitCaughtUp(PATIENCE);
            },
            AthenaImports.House.ROWS_PER_COMMIT));
  }

  @Bean(initMethod = "resume")
  PackageImports packageImports(
      ResourceStore store, Canonicals canonicals, Vocabularies vocabularies, Places places) {
    return new PackageImports(
        new PackageImports.House(
            places.dataSource(),
            store,
            canonicals,
            vocabularies,
            places.home().path("vocabularies"),
            HomeVocabularies.definitions(places.home())));
  }

  @Bean
  ConceptIndex conceptIndex(Home home, Vocabularies vocabularies) {
    ConceptIndex index = ConceptIndex.at(HomeVocabularies.concepts(home.path("index")));
    vocabularies.findBy(index);
    return index;
  }

  /// Made again in the background whenever something was imported.
  @Bean(initMethod = "start", destroyMethod = "close")
  ConceptIndexing conceptIndexing(
      ConceptIndex index, Vocabularies vocabularies, PackageImports packages, Places places) {
    DataSource dataSource = places.dataSource();
    return new ConceptIndexing(
        index,
        () ->
            "%s %s %s"
                .formatted(
                    vocabularies.shipped().hashCode(),
                    packages.stamp(),
                    ReleaseSynonyms.stamp(dataSource)),
        List.of(
            new VocabularyTerms(vocabularies),
            new DefinitionDesignations(packages, vocabularies),
            new ReleaseSynonyms(dataSource, vocabularies)));
  }

  @Bean
  ConceptUse conceptUse(Places places) {
    return new ConceptUse(places.dataSource());
  }

  @Bean
  Places places(DataSource dataSource, Home home) {
    return new Places(dataSource, home);
  }

  /// Where an import reads and writes.
  record Places(DataSource dataSource, Home home) {}

  /// A database of the operator's own has its disk elsewhere, and is asked by trying.
  private static long room(Home home) {
    Path data = home.path("pgdata");
    return Files.exists(data.resolve("data")) ? data.toFile().getUsableSpace() : Long.MAX_VALUE;
  }
}
