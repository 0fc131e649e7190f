package org.tessera.fhir.subscription;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.fhir.store.ResourceStore;

/// Subscriptions; the node says whom they may call and who is told.
@Configuration
public class SubscriptionConfiguration {
  @Bean(initMethod = "start", destroyMethod = "close")
  public Subscriptions subscriptions(
      ResourceStore store,
      ChangeLog log,
      Search search,
      DataSource dataSource,
      Subscriptions.Setting setting) {
    var parts = new LogReader.Parts(log, search, new NotificationQueue(dataSource));
    return new Subscriptions(store, parts, setting);
  }
}
