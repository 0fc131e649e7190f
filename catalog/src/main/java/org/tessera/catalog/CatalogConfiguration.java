package org.tessera.catalog;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.catalog.index.CatalogProjection;
import org.tessera.catalog.search.CatalogSearch;

/// Wires the catalogue: its index in the home's `index/catalog`, its projection, its pages.
@Configuration(proxyBeanMethods = false)
@ComponentScan("org.tessera.catalog.web")
public class CatalogConfiguration {
  @Bean(destroyMethod = "close")
  CatalogIndex catalogIndex(@Value("${tessera.home}") String home) {
    return new CatalogIndex(Path.of(home, "index", "catalog"));
  }

  @Bean
  CatalogProjection catalogProjection(CatalogIndex index) {
    return new CatalogProjection(index);
  }

  @Bean
  CatalogSearch catalogSearch(CatalogIndex index) {
    return new CatalogSearch(index);
  }
}
