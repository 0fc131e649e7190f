package org.tessera.etl;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.tessera.etl.imaging.ImageArrivals;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.ImageListener;
import org.tessera.etl.imaging.NetworkSettings;
import org.tessera.etl.imaging.forward.ForwardPlans;
import org.tessera.etl.imaging.forward.Forwards;
import org.tessera.etl.imaging.pull.PullPlan;
import org.tessera.etl.imaging.pull.PullSchedule;
import org.tessera.etl.imaging.pull.Pulls;
import org.tessera.etl.pseudonym.Contexts;
import org.tessera.etl.pseudonym.Disclosure;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.mappings.Effect;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.Study;
import org.tessera.vocabularies.Vocabularies;

/// Wires the intake: inbox, journal, pseudonyms, pages.
@Configuration(proxyBeanMethods = false)
@ComponentScan({"org.tessera.etl.inbox", "org.tessera.etl.web", "org.tessera.etl.imaging.web"})
public class EtlConfiguration {
  private static final Logger log = LoggerFactory.getLogger(EtlConfiguration.class);

  @Bean
  Journal journal(DataSource dataSource) {
    return new Journal(dataSource);
  }

  @Bean
  Zone identifiedZone(@Value("${tessera.home}") String home) throws IOException {
    return new Zone(Path.of(home));
  }

  @Bean
  Pseudonymizer pseudonymizer(
      @Value("${tessera.home}") String home,
      @Value("${tessera.pseudonym.contexts:}") String contexts,
      @Qualifier("identityDataSource") DataSource identity,
      ObjectProvider<Disclosure> disclosure) {
    return Pseudonymizer.open(
        Path.of(home),
        Contexts.parse(contexts),
        identity,
        disclosure.getIfAvailable(() -> EtlConfiguration::logged));
  }

  private static void logged(String person, String question, String pseudonym) {
    log.info("{} asked {} of {}", person, question, pseudonym.isEmpty() ? "nobody" : pseudonym);
  }

  @Bean
  Reception reception(
      Journal journal,
      Zone zone,
      Pseudonymizer pseudonymizer,
      Mappings mappings,
      @Value("${tessera.inbox.free-mb-min:200}") long freeMbMin) {
    return new Reception(
        journal,
        zone,
        pseudonymizer,
        () -> mappings.studies().stream().map(Study::name).collect(Collectors.toSet()),
        freeMbMin * 1_000_000);
  }

  @Bean
  ImageIntake.Setting imageSetting(
      @Value("${tessera.imaging.profile:research}") String profile,
      @Value("${tessera.imaging.quiet-ms:3000}") long quietMillis,
      @Value("${tessera.issuer:}") String address,
      @Value("${tessera.inbox.free-mb-min:200}") long freeMbMin) {
    return new ImageIntake.Setting(profile, freeMbMin * 1_000_000, quietMillis, address);
  }

  @Bean
  ImageIntake imageIntake(
      @Value("${tessera.home}") String home,
      DataSource dataSource,
      Pseudonymizer pseudonymizer,
      Vocabularies vocabularies,
      ImageDoor door)
      throws IOException {
    var node = new ImageIntake.Node(dataSource, pseudonymizer, vocabularies);
    return ImageIntake.open(Path.of(home), node, door.desk(), door.setting());
  }

  /// Where images come in, and how.
  record ImageDoor(ImageArrivals.Desk desk, ImageIntake.Setting setting) {}

  @Bean
  ImageDoor imageDoor(Reception reception, ImageIntake.Setting setting) {
    return new ImageDoor(reception::receiveImages, setting);
  }

  @Bean
  Ingest.Parts intakeParts(
      DataSource dataSource,
      Reception reception,
      Zone zone,
      Pseudonymizer pseudonymizer,
      ImageIntake images) {
    return new Ingest.Parts(
        dataSource, new Journal(dataSource), reception, zone, pseudonymizer, images);
  }

  @Bean
  Ingest ingest(Ingest.Parts parts, Mappings mappings, ResourceStore store) throws IOException {
    var ingest = new Ingest(parts, mappings, store);
    ingest.keepIdentifyingApart();
    parts.reception().forgetOriginals(parts.images());
    parts.images().start(mappings.studies());
    return ingest;
  }

  /// Images over the network: off unless a port is set, and then for this machine alone unless an
  /// address is.
  @Bean(destroyMethod = "close")
  ImageListener imageListener(
      @Value("${tessera.home}") String home,
      NetworkSettings settings,
      Ingest ingest,
      Mappings mappings,
      @Value("${tessera.inbox.free-mb-min:200}") long freeMbMin)
      throws IOException {
    return ImageListener.start(
        Path.of(home), ingest.images(), settings, mappings::studies, freeMbMin * 1_000_000);
  }

  @Bean(destroyMethod = "close")
  Pulls pulls(DataSource dataSource, Pulls.Node node, ConfigurableEnvironment environment)
      throws IOException {
    return Pulls.open(dataSource, node, PullPlan.read(below("tessera.dicom.pull.", environment)));
  }

  @Bean
  Pulls.Node pullNode(
      @Value("${tessera.home}") String home,
      Ingest ingest,
      ImageListener listener,
      NetworkSettings settings,
      Mappings mappings) {
    return new Pulls.Node(Path.of(home), ingest.images(), listener, settings, mappings::study);
  }

  @Bean(destroyMethod = "close")
  PullSchedule pullSchedule(Pulls pulls) {
    return PullSchedule.start(pulls, LocalDate::now);
  }

  @Bean(destroyMethod = "close")
  Forwards forwards(
      DataSource dataSource,
      Ingest ingest,
      ImageListener listener,
      NetworkSettings settings,
      ForwardSettings wanted) {
    var node = new ForwardPlans.Node(ingest.images(), listener, settings, wanted.studies::study);
    return Forwards.start(dataSource, node, wanted.all, Forwards.Pace.USUAL);
  }

  /// What the settings say of giving images on.
  record ForwardSettings(Map<String, String> all, Mappings studies) {}

  @Bean
  ForwardSettings forwardSettings(ConfigurableEnvironment environment, Mappings mappings) {
    return new ForwardSettings(below("tessera.dicom.forward.", environment), mappings);
  }

  /// Settings by what follows a prefix in their names; what is secret may stand in the environment.
  private static Map<String, String> below(String prefix, ConfigurableEnvironment environment) {
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
    for (String name : List.copyOf(settings.keySet())) {
      int dot = name.lastIndexOf('.');
      for (String secret : List.of(".password", ".token")) {
        String further = dot < 0 ? name : name.substring(0, dot) + secret;
        String value = environment.getProperty(prefix + further, "");
        if (!value.isEmpty()) {
          settings.putIfAbsent(further, value);
        }
      }
    }
    return settings;
  }

  @Bean
  NetworkSettings networkSettings(Environment environment) {
    return NetworkSettings.read(name -> environment.getProperty(name, ""));
  }

  @Bean
  Coverage coverage(DataSource dataSource, Pseudonymizer pseudonymizer, Vocabularies vocabularies) {
    return new Coverage(dataSource, pseudonymizer.cells(), vocabularies);
  }

  @Bean
  StudyDiff studyDiff(Ingest.Parts parts, Ingest ingest, Effect.InOmop omop) {
    var diff = new StudyDiff(parts, ingest, omop);
    diff.forgetBrokenOff();
    return diff;
  }

  @Bean
  RowLineage rowLineage(Ingest.Parts parts, Mappings mappings, ResourceStore store) {
    return new RowLineage(parts.dataSource(), parts, mappings, store);
  }

  @Bean
  Replays replays(Journal journal, Ingest ingest) {
    return new Replays(journal, ingest);
  }

  @Bean
  Verification verification(Ingest.Parts parts, ObjectProvider<Verification.House> houses) {
    List<Verification.House> further = new ArrayList<>(houses.stream().toList());
    further.add(new ImageChecks(parts.dataSource(), parts.images().folder()));
    return new Verification(parts.dataSource(), parts.journal(), parts.zone(), further);
  }
}
