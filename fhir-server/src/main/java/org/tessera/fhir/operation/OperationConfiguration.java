package org.tessera.fhir.operation;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.search.ConceptIndex;

/// The operations of the server; other packages add groups of their own as beans.
@Configuration
public class OperationConfiguration {
  /// In whose name operations write: a client's, as over REST.
  private static final String OWNER = "rest";

  @Bean
  public Canonicals canonicals(Search search, ObjectProvider<DefinitionSource> shipped) {
    return new Canonicals(search, shipped.orderedStream().toList());
  }

  @Bean
  public DefinitionTree definitionTree(Canonicals canonicals) {
    return new DefinitionTree(canonicals);
  }

  @Bean
  public OperationGroup resourceOperations(
      ResourceStore store, Search search, DataSource dataSource) {
    return OperationGroup.ofResources(store, search, dataSource, OWNER);
  }

  @Bean
  public OperationGroup terminologyOperations(
      ResourceStore store,
      Canonicals canonicals,
      Vocabularies vocabularies,
      ObjectProvider<ConceptIndex> index) {
    return OperationGroup.ofTerminology(
        store, canonicals, vocabularies, Optional.ofNullable(index.getIfAvailable()));
  }

  @Bean
  public Operations operations(List<OperationGroup> groups) {
    return Operations.of(groups);
  }
}
