package org.tessera.access;

import java.nio.file.Path;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.tessera.access.audit.AuditTrail;
import org.tessera.access.cohort.SavedCohorts;
import org.tessera.access.description.DescriptionDesk;
import org.tessera.access.identity.IdentityConfiguration;
import org.tessera.access.identity.SecurityConfiguration;
import org.tessera.access.pack.PackageBuilder;
import org.tessera.access.pack.PackageWorker;
import org.tessera.access.request.RequestDesk;
import org.tessera.catalog.index.CatalogIndex;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.vocabularies.Vocabularies;

/// Wires this house: people and tokens, the guard of every route, the audit trail, requests and
/// packages, and the pages to all of them.
@Configuration(proxyBeanMethods = false)
@Import({IdentityConfiguration.class, SecurityConfiguration.class})
@ComponentScan("org.tessera.access.web")
public class AccessConfiguration {
  @Bean
  AuditTrail auditTrail(DataSource dataSource) {
    return new AuditTrail(dataSource, InstantSource.system());
  }

  @Bean
  RequestDesk requestDesk(DataSource dataSource, AuditTrail trail) {
    return new RequestDesk(dataSource, trail, InstantSource.system());
  }

  @Bean
  SavedCohorts savedCohorts(DataSource dataSource) {
    return new SavedCohorts(dataSource, InstantSource.system());
  }

  @Bean(initMethod = "start")
  DescriptionDesk descriptionDesk(
      DataSource dataSource, CatalogIndex index, @Value("${tessera.home}") Path home) {
    Path folder = home.resolve("catalogue");
    return new DescriptionDesk(dataSource, index, folder, InstantSource.system());
  }

  @Bean
  PackageBuilder packageBuilder(
      DataSource dataSource,
      ChangeLog log,
      Vocabularies vocabularies,
      @Value("${tessera.home}") Path home) {
    Path packages = home.resolve("packages");
    return new PackageBuilder(dataSource, log, vocabularies, packages, InstantSource.system());
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  PackageWorker packageWorker(
      RequestDesk desk, PackageBuilder builder, @Value("${tessera.home}") Path home) {
    return new PackageWorker(desk, builder, home.resolve("packages"));
  }
}
