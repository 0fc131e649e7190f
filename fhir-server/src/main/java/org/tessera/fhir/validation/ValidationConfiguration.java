package org.tessera.fhir.validation;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tessera.fhir.operation.Canonicals;
import org.tessera.fhir.operation.DefinitionSource;
import org.tessera.fhir.operation.OperationGroup;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.vocabularies.Vocabularies;

/// The definitions that ship, and the validator over them.
@Configuration
public class ValidationConfiguration {
  private final BaseDefinitions base = new BaseDefinitions(FhirContext.forR4Cached());
  private final DefinitionSource packaged = PackagedDefinitions.load();

  @Bean
  public DefinitionSource packagedDefinitions() {
    return packaged;
  }

  @Bean
  public DefinitionSource standardDefinitions() {
    return base;
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  public ProfileValidator profileValidator(Search search, Vocabularies vocabularies) {
    return new ProfileValidator(base, new Canonicals(search, List.of(packaged)), vocabularies);
  }

  @Bean
  public OperationGroup validationOperations(ProfileValidator validator, ResourceStore store) {
    return new OperationGroup(List.of(new ValidateOperation(validator, store)));
  }
}
