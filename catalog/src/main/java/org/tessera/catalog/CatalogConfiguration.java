package org.tessera.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.tessera.catalog.dataset.DatasetSearch;
import org.tessera.catalog.dataset.Datasets;
import org.tessera.catalog.description.Descriptions;
import org.tessera.catalog.harvest.Harvest;
import org.tessera.catalog.harvest.Source;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.catalog.search.CatalogSearch;
import org.tessera.catalog.search.CohortSearch;
import org.tessera.catalog.standard.CatalogResources;
import org.tessera.catalog.standard.Holder;
import org.tessera.catalog.standard.Standards;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.mappings.Mappings;
import org.tessera.vocabularies.Vocabularies;

/// Wires the catalogue: its index in the home's `index/catalog`, its projection, its pages.
@Configuration(proxyBeanMethods = false)
@ComponentScan("org.tessera.catalog.web")
public class CatalogConfiguration {
  /// Regulation (EU) 2025/327 on the European Health Data Space.
  private static final String EHDS = "http://data.europa.eu/eli/reg/2025/327/oj";

  @Bean(destroyMethod = "close")
  CatalogIndex catalogIndex(@Value("${tessera.home}") String home, Vocabularies vocabularies) {
    Path index = Path.of(home, "index", "catalog");
    return new CatalogIndex(index, vocabularies, Descriptions.in(Path.of(home, "catalogue")));
  }

  @Bean
  CatalogProjection catalogProjection(CatalogIndex index) {
    return new CatalogProjection(index);
  }

  /// Who others are told holds these data, and under which terms.
  @Bean
  Standards standards(Environment settings, Mappings mappings, CatalogIndex index) {
    String base =
        settings.getProperty(
            "tessera.issuer", "http://localhost:" + settings.getProperty("server.port", "8080"));
    String node = settings.getProperty("tessera.node-name", "");
    String body = settings.getProperty("tessera.catalogue.hdab", "");
    return new Standards(
        new Holder(
            base.replaceAll("/+$", ""),
            settings.getProperty(
                "tessera.catalogue.publisher", node.isBlank() ? "Tessera node at " + base : node),
            address(settings, "contact"),
            address(settings, "licence"),
            laws(settings),
            accessBody(body, address(settings, "hdab-contact")),
            settings.getProperty("tessera.catalogue.language", "en")),
        mappings,
        index::descriptions);
  }

  private static Optional<Holder.Body> accessBody(String name, Optional<String> contact) {
    if (name.isBlank() != contact.isEmpty()) {
      throw new IllegalArgumentException(
          "tessera.catalogue.hdab and tessera.catalogue.hdab-contact stand together: set both, or"
              + " neither");
    }
    return contact.map(address -> new Holder.Body(name, address));
  }

  private static Optional<String> address(Environment settings, String name) {
    String setting = "tessera.catalogue." + name;
    return Holder.address(setting, settings.getProperty(setting, ""));
  }

  private static List<String> laws(Environment settings) {
    String setting = "tessera.catalogue.legislation";
    return Stream.of(settings.getProperty(setting, EHDS).split(",", -1))
        .flatMap(law -> Holder.address(setting, law).stream())
        .toList();
  }

  @Bean
  CatalogSearch catalogSearch(CatalogIndex index, Vocabularies vocabularies) {
    return new CatalogSearch(index, vocabularies);
  }

  @Bean
  CohortSearch cohortSearch(CatalogIndex index, CatalogSearch search) {
    return new CohortSearch(index, search);
  }

  @Bean
  Datasets datasets(CatalogSearch search, CohortSearch cohorts) {
    return new Datasets(search, cohorts);
  }

  @Bean
  DatasetSearch datasetSearch(Datasets datasets, CatalogSearch search, CohortSearch cohorts) {
    return new DatasetSearch(datasets, search, cohorts);
  }

  /// What is described of networks, biobanks and collections, at `/fhir` too.
  @Bean(initMethod = "start", destroyMethod = "close")
  CatalogResources catalogResources(
      CatalogSearch search, Standards standards, ResourceStore store) {
    return new CatalogResources(search, standards, store);
  }

  /// The catalogues of others, whose last documents are in the home's `index/harvest`.
  @Bean(initMethod = "start", destroyMethod = "close")
  Harvest harvest(ConfigurableEnvironment environment) {
    String prefix = "tessera.catalogue.harvest.";
    Map<String, String> settings = new TreeMap<>();
    for (var source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> listed) {
        for (String name : listed.getPropertyNames()) {
          if (name.startsWith(prefix)) {
            settings.put(name.substring(prefix.length()), environment.getProperty(name, ""));
          }
        }
      }
    }
    Path home = Path.of(environment.getRequiredProperty("tessera.home"));
    return new Harvest(Source.all(settings), home.resolve("index").resolve("harvest"));
  }
}
