package org.tessera.etl.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.etl.Balance;
import org.tessera.etl.Delivery;
import org.tessera.etl.Ingest;
import org.tessera.etl.Journal;
import org.tessera.etl.Reception;
import org.tessera.etl.SmallImage;
import org.tessera.etl.TestImages;
import org.tessera.etl.Zone;
import org.tessera.etl.pseudonym.Contexts;
import org.tessera.etl.pseudonym.Pseudonymizer;
import org.tessera.fhir.postgres.TestDatabase;
import org.tessera.fhir.store.ResourceStore;
import org.tessera.mappings.Mappings;
import org.tessera.mappings.RuleFiles;
import org.tessera.vocabularies.Vocabularies;

class FormRouteTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path home;

  @Test
  void settled_files_are_taken_in_and_everything_else_stays() throws Exception {
    Path inbox = home.resolve("inbox");
    Path folder = Files.createDirectories(inbox.resolve("tiny"));
    Files.writeString(folder.resolve("Patient.csv"), "patient_number,gender\n004-000001,male\n");
    Files.writeString(folder.resolve("broken.csv"), "");
    Files.writeString(folder.resolve("~$Patient.xlsx"), "owner");
    Files.writeString(inbox.resolve("loose.csv"), "patient_number,gender\n004-000001,male\n");
    Path scan = Files.createDirectories(folder.resolve("scan/series"));
    Files.write(scan.resolve("IM1"), SmallImage.of("004-000001", 1, 1, 1).bytes());
    Files.write(folder.resolve("IM2.dcm"), SmallImage.of("004-000001", 1, 1, 2).bytes());
    Path elsewhere = Files.writeString(home.resolve("elsewhere.csv"), "patient_number\n");
    Files.createSymbolicLink(folder.resolve("link.csv"), elsewhere);
    Path pipe = folder.resolve("pipe.csv");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    try (var database = TestDatabase.create("identity", "fhir", "etl");
        var camel = new DefaultCamelContext()) {
      var journal = new Journal(database.dataSource());
      camel.addRoutes(route(inbox, journal, database));
      camel.start();
      await(() -> journal.balance().received() == 4 && journal.balance().underWay() == 0);
      assertThat(journal.balance()).isEqualTo(new Balance(4, 2, 2, 0, 0, 0));
      assertThat(journal.latest(10))
          .extracting(Delivery::reason)
          .containsExactlyInAnyOrder("", "", "empty", "unknown-study");
      await(() -> !Files.exists(folder.resolve("Patient.csv")));
      try (var left = Files.list(folder)) {
        assertThat(left.map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrder("~$Patient.xlsx", "link.csv", "pipe.csv");
      }
      assertThat(elsewhere).exists();
    }
  }

  private FormRoute route(Path inbox, Journal journal, TestDatabase database) throws Exception {
    var zone = new Zone(home);
    var pseudonymizer =
        Pseudonymizer.open(
            home, Contexts.separate(), database.identityDataSource(), (who, what, whom) -> {});
    var reception = new Reception(journal, zone, pseudonymizer, () -> Set.of("tiny"), 0);
    Path studies =
        Path.of(Objects.requireNonNull(FormRouteTest.class.getResource("/studies")).toURI());
    var ingest =
        new Ingest(
            new Ingest.Parts(
                database.dataSource(),
                journal,
                reception,
                zone,
                pseudonymizer,
                TestImages.intake(home, database.dataSource(), pseudonymizer, reception)),
            Mappings.of(Vocabularies.builtIn(), RuleFiles.below(studies)),
            new ResourceStore(database.dataSource()));
    return new FormRoute(inbox, new InboxFolders(inbox, "rwx------"), 300, reception, ingest);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(100);
    }
  }
}
