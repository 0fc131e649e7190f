package org.tessera.fhir.rest;

import jakarta.servlet.http.HttpServlet;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.tessera.fhir.operation.Canonicals;
import org.tessera.fhir.operation.OperationConfiguration;
import org.tessera.fhir.operation.Operations;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.fhir.store.CodeSets;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.SearchIndex;
import org.tessera.fhir.validation.ValidationConfiguration;
import org.tessera.vocabularies.Vocabularies;

/// The store, its log, its search and the servlet that serves them.
@Configuration
@Import({OperationConfiguration.class, ValidationConfiguration.class})
public class FhirServerConfiguration {
  @Bean
  public ResourceStore resourceStore(DataSource dataSource) {
    return new ResourceStore(dataSource);
  }

  @Bean
  public ChangeLog changeLog(DataSource dataSource) {
    return new ChangeLog(dataSource);
  }

  @Bean
  public Search fhirSearch(DataSource dataSource, SearchIndex index, Vocabularies vocabularies) {
    return new Search(dataSource, index, CodeSets.stored(dataSource, vocabularies));
  }

  /// Fills in the background what the search tables lack.
  @Bean(initMethod = "start", destroyMethod = "close")
  public SearchIndex searchIndex(ResourceStore store) {
    return store.index();
  }

  @Bean
  public FhirSettings fhirSettings(
      @Value("${tessera.fhir.references:true}") boolean checksReferences,
      @Value("${tessera.fhir.cascade:false}") boolean cascades,
      @Value("${tessera.fhir.change-studies:false}") boolean changesStudies) {
    return new FhirSettings(checksReferences, cascades, changesStudies);
  }

  /// To be mapped to `/fhir/*`.
  ///
  /// @param guard decides on each entry of a bundle
  @Bean
  HttpServlet fhirServlet(Interactions interactions, EntryGuard guard) {
    return new FhirServlet(new Router(interactions), guard);
  }

  /// What the servlet can do.
  ///
  /// @param operations served under their names
  /// @param definitions of which those that ship are read by their id
  @Bean
  Interactions interactions(
      ResourceStore store,
      Search search,
      FhirSettings settings,
      Operations operations,
      Canonicals definitions) {
    var writer = new RestWriter(store, settings);
    var conditions = new Conditions(search, store);
    var update = new UpdateInteraction(writer, conditions);
    var patch = new PatchInteraction(writer, conditions);
    return new Interactions(
        new ReadInteraction(store, definitions),
        new CreateInteraction(writer, conditions),
        update,
        patch,
        new DeleteInteraction(writer, conditions, settings),
        new HistoryInteraction(store),
        new SearchInteraction(search),
        new BundleInteraction(new TransactionInteraction(writer, conditions, update, patch)),
        new OperationInteraction(operations),
        new CapabilityInteraction(settings, operations, search));
  }
}
