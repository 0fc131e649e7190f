package org.tessera.etl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.dhatim.fastexcel.Workbook;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.springframework.util.FileSystemUtils;
import org.tessera.etl.Reception.Submission;
import org.tessera.etl.pseudonym.Contexts;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.RuleFiles;
import org.tessera.mappings.Study;
import org.tessera.vocabularies.Vocabularies;

/// The intake of a node with the studies of the test resources, on a real database.
final class TestNode implements AutoCloseable {
  private static final Mappings MAPPINGS = mappings();

  private Mappings mappings = MAPPINGS;

  final TestDatabase database = TestDatabase.create("identity", "fhir", "etl");
  final Path home;
  final DSLContext sql;
  Journal journal;
  Reception reception;
  Zone zone;
  Pseudonymizer pseudonymizer;
  ResourceStore store;
  Ingest ingest;
  Verification verification;

  TestNode(Path home) {
    this.home = home;
    this.sql = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
    start(source -> source);
  }

  /// Starts the intake anew, as after a restart of the process.
  ///
  /// @param wiring what the intake sees of the database
  void start(UnaryOperator<DataSource> wiring) {
    try {
      DataSource source = wiring.apply(database.dataSource());
      journal = new Journal(source);
      zone = new Zone(home);
      pseudonymizer =
          Pseudonymizer.open(
              home,
              Contexts.separate(),
              database.identityDataSource(),
              (person, question, pseudonym) -> {});
      store = new ResourceStore(source);
      reception =
          new Reception(
              journal,
              zone,
              pseudonymizer,
              () -> mappings.studies().stream().map(Study::name).collect(Collectors.toSet()),
              0);
      ingest =
          new Ingest(
              new Ingest.Parts(
                  source,
                  journal,
                  reception,
                  zone,
                  pseudonymizer,
                  TestImages.intake(home, source, pseudonymizer, reception)),
              mappings,
              store);
      verification = new Verification(source, journal, zone, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The studies the intake knows now.
  Mappings current() {
    return mappings;
  }

  static Mappings mappings() {
    return Mappings.of(Vocabularies.builtIn(), RuleFiles.below(studies()));
  }

  private static Path studies() {
    try {
      return Path.of(Objects.requireNonNull(TestNode.class.getResource("/studies")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Starts the intake anew after somebody has edited a file of a study.
  void edit(String file, UnaryOperator<String> editor) {
    try {
      Path folder = studies();
      Path copy = Files.createTempDirectory("studies");
      try (var files = Files.walk(folder)) {
        for (Path each : files.filter(Files::isRegularFile).toList()) {
          Path target = copy.resolve(folder.relativize(each).toString());
          Files.createDirectories(Objects.requireNonNull(target.getParent()));
          Files.copy(each, target);
        }
      }
      Files.writeString(copy.resolve(file), editor.apply(Files.readString(copy.resolve(file))));
      mappings = Mappings.of(Vocabularies.builtIn(), RuleFiles.below(copy));
      FileSystemUtils.deleteRecursively(copy);
      start(source -> source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Delivery receive(String study, String name, byte[] content) {
    return receive(new Submission(study, name, "inbox", false), content);
  }

  Delivery receive(Submission submission, byte[] content) {
    try {
      return reception.receive(submission, new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Report load(String study, byte[] content) {
    return ingest.run(receive(study, "workbook.xlsx", content));
  }

  /// Every resource of the store with its content's hash, for comparing two end states.
  Map<String, String> resources() {
    Map<String, String> resources = new TreeMap<>();
    for (String reference :
        sql.fetch("select distinct unnest(resources) from etl.lineage")
            .getValues(0, String.class)) {
      int slash = reference.indexOf('/');
      store
          .read(reference.substring(0, slash), reference.substring(slash + 1))
          .flatMap(stored -> stored.content())
          .ifPresent(content -> {
            content.remove("meta");
            resources.put(reference, content.toString());
          });
    }
    return resources;
  }

  /// What a delivery was told, at most a thousand lines of it.
  List<Rejected> rejections(Delivery delivery) {
    List<Rejected> all = new ArrayList<>();
    journal.rejections(delivery.id(), "", 1000, all::add);
    return all;
  }

  /// The first column of a query, as texts.
  List<String> texts(String query) {
    return sql.resultQuery(query).fetch(r -> r.get(0, String.class));
  }

  long count(String query, Object... binds) {
    return sql.fetchSingle(query, binds).get(0, Long.class);
  }

  /// The dates of birth kept apart of a patient of the tiny study, as JSON.
  List<String> bornOf(String number) {
    return pseudonymizer.cells().of("tiny", List.of(pseudonym("tiny", number))).stream()
        .map(cell -> cell.value())
        .toList();
  }

  /// Counts in the schema that only the role of identities may read.
  long identities(String table) {
    return DSL.using(database.identityDataSource(), SQLDialect.POSTGRES)
        .fetchSingle("select count(*) from identity." + table)
        .get(0, Long.class);
  }

  String pseudonym(String study, String number) {
    return pseudonymizer.pseudonym(study, number);
  }

  /// The broken lines of the proof, as text.
  List<String> differences() {
    return verification.checks().stream()
        .filter(check -> !check.holds())
        .map(Record::toString)
        .toList();
  }

  @Override
  public void close() {
    database.close();
  }

  /// Writes a workbook; each tab is a header and rows of texts, in the order of the arguments.
  static byte[] workbook(Tab... tabs) {
    var bytes = new ByteArrayOutputStream();
    try (var workbook = new Workbook(bytes, "test", "1.0")) {
      for (Tab tab : tabs) {
        var sheet = workbook.newWorksheet(tab.name());
        List<List<String>> lines = new ArrayList<>();
        lines.add(tab.header());
        lines.addAll(tab.rows());
        for (int row = 0; row < lines.size(); row++) {
          for (int column = 0; column < lines.get(row).size(); column++) {
            if (!lines.get(row).get(column).isEmpty()) {
              sheet.value(row, column, lines.get(row).get(column));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// One tab of a workbook.
  record Tab(String name, List<String> header, List<List<String>> rows) {}

  static Tab patients(String... lines) {
    return tab("Patient", "patient_number,gender,year_of_birth,comment", lines);
  }

  static Tab diagnoses(String... lines) {
    return tab(
        "Diagnosis",
        "patient_number,diagnosis_no,date,size,nodes_positive,nodes_examined,study_uid,site",
        lines);
  }

  static Tab tab(String name, String header, String... lines) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines) {
      rows.add(List.of(line.split(",", -1)));
    }
    return new Tab(name, List.of(header.split(",", -1)), rows);
  }
}
