package org.tessera.omop;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.StoredResource;
import org.tessera.mappings.Effect;
import org.tessera.vocabularies.Vocabularies;

/// Puts the OMOP projection on the store. The migrations `db/omop` must have run.
@Configuration(proxyBeanMethods = false)
public class OmopConfiguration {
  @Bean
  RowOrigins rowOrigins(DataSource dataSource) {
    return new RowOrigins(dataSource);
  }

  @Bean
  OmopProjection omopProjection(
      DataSource dataSource, Vocabularies vocabularies, ResourceStore store) {
    return new OmopProjection(
        dataSource,
        vocabularies,
        (type, id) -> store.read(type, id).flatMap(StoredResource::content));
  }

  /// What a resource is in OMOP, for those who compare.
  @Bean
  Effect.InOmop inOmop(OmopProjection projection) {
    return projection::rows;
  }

  @Bean
  OmopVerification omopVerification(
      DataSource dataSource, ChangeLog log, OmopProjection projection) {
    return new OmopVerification(dataSource, log, projection);
  }
}
