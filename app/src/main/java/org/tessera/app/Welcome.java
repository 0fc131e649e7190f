package org.tessera.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.tessera.access.identity.DemoAccounts;
import org.tessera.app.demo.DemoStudy;
import org.tessera.etl.Balance;
import org.tessera.etl.Ingest;
import org.tessera.etl.Journal;
import org.tessera.etl.Progress;
import org.tessera.fhir.store.ProjectionRunner;

/// What the person at the terminal reads once the node is up: in a demonstration the samples on
/// their way in, then where to go and which files to keep safe.
final class Welcome implements ApplicationRunner {
  static final int PATIENTS_PER_STUDY = 320;
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Home home;
  private final Intake intake;
  private final ProjectionRunner projections;
  private final DemoAccounts accounts;
  private final PrintStream out = System.out;

  Welcome(Home home, Intake intake, ProjectionRunner projections, DemoAccounts accounts) {
    this.home = home;
    this.intake = intake;
    this.projections = projections;
    this.accounts = accounts;
  }

  /// The parts the samples go through.
  record Intake(SampleDelivery samples, Ingest ingest, Journal journal, NodeReport report) {}

  @Override
  public void run(ApplicationArguments arguments) throws IOException, InterruptedException {
    URI address =
        URI.create("http://localhost:" + Files.readString(home.path("node.port")).strip());
    if (home.demo()) {
      demonstration(address);
    } else {
      out.println("Tessera is up: " + address + "   (Ctrl-C stops it)");
      out.println("Keep a copy of " + home.path("keys/pseudonym.key") + " apart from the data:");
      out.println("without it no later delivery can be linked to an earlier one.");
      Path first = home.path("keys/first-administrator");
      if (Files.exists(first)) {
        out.println("First administrator and one-time password: " + first);
      }
    }
    out.flush();
  }

  private void demonstration(URI address) throws IOException, InterruptedException {
    List<DemoAccounts.Credentials> people = accounts.create();
    if (intake.journal().balance().received() == 0) {
      load();
    }
    out.println("Tessera is up: " + address + "   (Ctrl-C stops it)");
    out.println();
    people.forEach(
        one -> out.printf("  %-22s %-30s %s%n", one.name(), one.password(), one.role().label()));
    out.println();
    out.println(
        "  Deliveries  " + address.resolve("/deliveries") + "   inbox: " + home.path("inbox"));
    out.println("  FHIR R4     " + address.resolve("/fhir") + "   token: ./tessera token");
    out.println("  Key file to back up: " + home.path("keys/pseudonym.key"));
  }

  private void load() throws IOException, InterruptedException {
    out.println("Loading the sample studies through the inbox ...");
    intake.ingest().onProgress(this::show);
    Instant start = Instant.now();
    for (DemoStudy sample : DemoStudy.values()) {
      intake.samples().drop(sample, PATIENTS_PER_STUDY);
    }
    await(DemoStudy.values().length, start.plus(PATIENCE));
    projections.awaitCaughtUp(PATIENCE);
    out.printf("%nDone in %d s.%n%n", Duration.between(start, Instant.now()).toSeconds());
    out.println(intake.report().text());
  }

  private void await(int deliveries, Instant end) throws InterruptedException {
    while (Instant.now().isBefore(end)) {
      Balance balance = intake.journal().balance();
      if (balance.received() >= deliveries && balance.underWay() == 0) {
        return;
      }
      Thread.sleep(200);
    }
    throw new IllegalStateException("the samples were not loaded in " + PATIENCE);
  }

  private void show(Progress progress) {
    String left = progress.total() == 0 ? "" : ", " + progress.remaining().toSeconds() + " s left";
    String of = progress.total() == 0 ? "" : " of " + progress.total();
    String unit = progress.step().equals("reading") ? "rows" : "patients";
    out.printf(
        "  delivery %d: %s %d%s %s, %.0f/s%s        \r",
        progress.delivery(),
        progress.step(),
        progress.done(),
        of,
        unit,
        progress.perSecond(),
        left);
  }
}
