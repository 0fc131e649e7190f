package org.tessera.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import jakarta.servlet.http.HttpServlet;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.tessera.fhir.operation.OperationConfiguration;
import org.tessera.fhir.operation.Operations;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.store.ResourceTypes;

/// The store, its log, its search and the servlet that serves them.
@Configuration
@Import(OperationConfiguration.class)
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
  public Search fhirSearch(DataSource dataSource) {
    return new Search(dataSource);
  }

  /// To be mapped to `/fhir/*`.
  @Bean
  public HttpServlet fhirServlet(ResourceStore store, Search search, Operations operations) {
    FhirContext context = FhirContext.forR4();
    context.setParserErrorHandler(new StrictErrorHandler());
    var format = new ResourceFormat(context);
    var conditional = new ConditionalCreate(search);
    var interactions =
        new Interactions(
            store,
            format,
            new SearchInteraction(search, format),
            new HistoryInteraction(context, format),
            conditional);
    var responses = new EntryResponses(store, search, format);
    var servlet = new FhirServlet(context, new OperationGate(operations, context));
    servlet.registerInterceptor(new ErrorOutcome());
    servlet.setServerConformanceProvider(new CapabilityProvider(operations));
    List<Object> providers = new ArrayList<>();
    providers.add(
        new TransactionProvider(format, new TransactionInteraction(store, conditional, responses)));
    for (String type : ResourceTypes.all()) {
      providers.add(
          new ResourceProvider(
              context.getResourceDefinition(type).getImplementingClass(), type, interactions));
    }
    servlet.registerProviders(providers);
    return servlet;
  }
}
