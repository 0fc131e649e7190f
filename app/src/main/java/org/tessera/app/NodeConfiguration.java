package org.tessera.app;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.tessera.access.AccessConfiguration;
import org.tessera.access.audit.AuditEntry;
import org.tessera.access.audit.AuditTrail;
import org.tessera.access.identity.DemoAccounts;
import org.tessera.access.identity.Routes;
import org.tessera.access.identity.SignedIn;
import org.tessera.catalog.CatalogConfiguration;
import org.tessera.etl.EtlConfiguration;
import org.tessera.etl.Ingest;
import org.tessera.etl.Journal;
import org.tessera.etl.Verification;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.pseudonym.Disclosure;
import org.tessera.fhir.export.ExportConfiguration;
import org.tessera.fhir.export.ExportFolder;
import org.tessera.fhir.export.ExportWitness;
import org.tessera.fhir.operation.DefinitionSource;
import org.tessera.fhir.packages.PackageImports;
import org.tessera.fhir.rest.EntryGuard;
import org.tessera.fhir.rest.FhirServerConfiguration;
import org.tessera.fhir.store.ChangeLog;
import org.tessera.fhir.store.Projection;
import org.tessera.fhir.store.ProjectionRunner;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.fhir.subscription.AllowedHosts;
import org.tessera.fhir.subscription.SubscriptionConfiguration;
import org.tessera.fhir.subscription.Subscriptions;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.StudyShelf;
import org.tessera.omop.OmopConfiguration;
import org.tessera.omop.OmopVerification;
import org.tessera.omop.athena.AthenaImports;
import org.tessera.vocabularies.Vocabularies;
import org.tessera.vocabularies.words.PhraseFiles;
import org.tessera.vocabularies.words.Phrases;

/// Wires the houses: one database, one store, two projections of its log.
@Configuration(proxyBeanMethods = false)
@Import({
  FhirServerConfiguration.class,
  ExportConfiguration.class,
  SubscriptionConfiguration.class,
  EtlConfiguration.class,
  OmopConfiguration.class,
  CatalogConfiguration.class,
  AccessConfiguration.class
})
public class NodeConfiguration {
  private static final long SAMPLE_SEED = 2026;

  @Bean
  Home home(@Value("${tessera.home}") String folder) {
    return Home.at(Path.of(folder));
  }

  /// What the pages say. The first language is told to whoever asks for none of them.
  @Bean
  Phrases messageSource(Home home, @Value("${tessera.languages:en,ru,es}") List<String> languages) {
    return Phrases.of(
        languages.stream().map(tag -> Locale.forLanguageTag(tag.strip())).toList(),
        new PhraseFiles(
            List.of("frame", "access", "etl", "catalog", "terms"),
            Optional.of(home.path("languages"))));
  }

  @Bean(destroyMethod = "close")
  Database database(Home home, Environment settings) throws IOException, SQLException {
    return Database.open(home, settings);
  }

  @Bean
  @Primary
  DataSource dataSource(Database database) {
    return database.main();
  }

  @Bean
  DataSource identityDataSource(Database database) {
    return database.identity();
  }

  /// What ships, over it the release that was imported last, and the codes of FHIR packages.
  @Bean
  Vocabularies vocabularies(DataSource dataSource, ResourceStore store, Home home) {
    Vocabularies vocabularies = Vocabularies.builtIn();
    AthenaImports.open(dataSource, home.path("index").resolve("vocabulary"), vocabularies);
    PackageImports.open(dataSource, store, HomeVocabularies.definitions(home), vocabularies);
    return vocabularies;
  }

  @Bean
  Mappings mappings(Vocabularies vocabularies, Home home) throws IOException {
    StudyShelf.complete(home.path("studies"));
    return Mappings.load(vocabularies, home.path("studies"));
  }

  /// Takes in new definitions of studies while the node runs.
  @Bean
  StudyShelf studyShelf(Vocabularies vocabularies, Home home, Mappings mappings) {
    return new StudyShelf(vocabularies, home.path("studies"), mappings);
  }

  /// The studies' code lists, for `ConceptMap/$translate`.
  @Bean
  DefinitionSource studyCodeLists(Mappings mappings) {
    return new StudyCodeLists(mappings);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  ProjectionRunner projectionRunner(
      ResourceStore store, ChangeLog log, List<Projection> projections) {
    return new ProjectionRunner(store, log, projections);
  }

  /// An entry of a bundle is decided on by the same table as a request of its own.
  @Bean
  EntryGuard entryGuard(Routes routes) {
    return (bundle, method, path) ->
        bundle.getUserPrincipal() instanceof SignedIn signedIn
            && routes.allow(
                method, bundle.getServletPath() + path, SignedIn.person(signedIn).roles());
  }

  @Bean
  ServletRegistrationBean<HttpServlet> fhirRegistration(
      @Qualifier("fhirServlet") HttpServlet servlet) {
    var registration = new ServletRegistrationBean<>(servlet, "/fhir/*");
    registration.setName("fhir");
    registration.setLoadOnStartup(1);
    return registration;
  }

  @Bean
  NodeAddress nodeAddress(Home home) {
    return new NodeAddress(home);
  }

  @Bean
  NodeReport nodeReport(DataSource dataSource) {
    return new NodeReport(dataSource);
  }

  /// OMOP's half of the proof that nothing was lost.
  @Bean
  Verification.House omopChecks(OmopVerification verification) {
    return () -> OmopChecks.of(verification.verify());
  }

  /// Who asks which pseudonym is whose stands in the audit trail before the answer is given.
  @Bean
  Disclosure disclosure(AuditTrail trail) {
    return (person, question, pseudonym) ->
        trail.record(
            new AuditEntry(
                person,
                "",
                "look-up: " + question,
                pseudonym,
                pseudonym.isEmpty() ? "nobody" : "told"));
  }

  @Bean
  ExportFolder exportFolder(Home home) {
    return new ExportFolder(home.path("exports"));
  }

  /// Who took the data of many patients, and which, stands in the audit trail.
  @Bean
  ExportWitness exportWitness(AuditTrail trail) {
    return (caller, what, outcome) ->
        trail.record(new AuditEntry(caller, "", "export", what, outcome));
  }

  /// Whom subscriptions may call is the operator's to say: nobody, unless
  /// `tessera.subscription.hosts` names them. What they are sent stands in the audit trail.
  @Bean
  Subscriptions.Setting subscriptionSetting(
      @Value("${tessera.subscription.hosts:}") String hosts, AuditTrail trail) {
    return Subscriptions.Setting.usual(
        AllowedHosts.parse(hosts),
        (subscription, what, outcome) ->
            trail.record(
                new AuditEntry(
                    "subscription", "", "subscription", what + " to " + subscription, outcome)));
  }

  @Bean
  SampleDelivery sampleDelivery(Home home, Mappings mappings) {
    return new SampleDelivery(home, mappings, SAMPLE_SEED);
  }

  @Bean
  SampleLoad sampleLoad(
      SampleDelivery samples, Journal journal, ImageIntake images, ProjectionRunner projections) {
    return new SampleLoad(samples, journal, images, projections);
  }

  @Bean
  Welcome.Intake welcomeIntake(SampleLoad samples, Ingest ingest, NodeReport report) {
    return new Welcome.Intake(samples, ingest, report);
  }

  @Bean(destroyMethod = "stop")
  Welcome welcome(Home home, Welcome.Intake intake, DemoAccounts accounts) {
    return new Welcome(home, intake, accounts);
  }
}
