package org.tessera.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.tessera.access.Role;
import org.tessera.access.identity.DemoAccounts;
import org.tessera.etl.Ingest;

/// What the person at the terminal reads once the node is up: in a demonstration the samples on
/// their way in, then where to go and which files to keep safe.
final class Welcome implements ApplicationRunner {
  static final int PATIENTS_PER_STUDY = 320;
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int LEAVING_SECONDS_MAX = 5;

  private final Home home;
  private final Intake intake;
  private final DemoAccounts accounts;
  private final PrintStream out = System.out;
  private final CountDownLatch left = new CountDownLatch(1);
  private volatile @Nullable Thread speaker;
  private volatile boolean closing;

  Welcome(Home home, Intake intake, DemoAccounts accounts) {
    this.home = home;
    this.intake = intake;
    this.accounts = accounts;
  }

  /// The parts the samples go through.
  record Intake(SampleLoad samples, Ingest ingest, NodeReport report) {}

  @Override
  public void run(ApplicationArguments arguments) throws IOException, InterruptedException {
    speaker = Thread.currentThread();
    try {
      speak();
    } catch (InterruptedException | IOException | RuntimeException e) {
      // A node stopped while its samples load is none that fails.
      if (!closing) {
        throw e;
      }
    } finally {
      left.countDown();
    }
  }

  /// Ends the watch over the samples before what it looks at is closed.
  void stop() throws InterruptedException {
    closing = true;
    Thread running = speaker;
    if (running != null && left.getCount() > 0) {
      running.interrupt();
      boolean _ = left.await(LEAVING_SECONDS_MAX, TimeUnit.SECONDS);
    }
  }

  private void speak() throws IOException, InterruptedException {
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
    if (!intake.samples().isDone()) {
      load();
    }
    out.println("Tessera is up: " + address + "   (Ctrl-C stops it)");
    out.println();
    people.forEach(this::introduce);
    out.println();
    people.stream()
        .filter(one -> one.role() == Role.EXTERNAL_SYSTEM)
        .forEach(one -> clientRecipe(one, address));
    out.println(
        "  Deliveries  " + address.resolve("/deliveries") + "   inbox: " + home.path("inbox"));
    out.println("  FHIR R4     " + address.resolve("/fhir") + "   token: ./tessera token");
    out.println("  Key file to back up: " + home.path("keys/pseudonym.key"));
  }

  private void introduce(DemoAccounts.Credentials one) {
    String how = one.role() == Role.EXTERNAL_SYSTEM ? ", a program: not for the sign-in page" : "";
    out.printf("  %-22s %-30s %s%s%n", one.name(), one.password(), one.role().label(), how);
  }

  private void clientRecipe(DemoAccounts.Credentials system, URI address) {
    out.println("  A program gets its token as an OAuth 2 client:");
    out.println(
        "    curl -d grant_type=client_credentials -d client_id="
            + system.name()
            + " -d client_secret="
            + system.password()
            + " "
            + address.resolve("/oauth2/token"));
    out.println();
  }

  private void load() throws IOException, InterruptedException {
    out.println("Loading the sample studies through the inbox ...");
    var line = ProgressLine.standard();
    intake.ingest().onProgress(line::show);
    Instant start = Instant.now();
    intake.samples().run(PATIENTS_PER_STUDY, PATIENCE);
    line.end();
    out.printf("Done in %d s.%n%n", Duration.between(start, Instant.now()).toSeconds());
    out.println(intake.report().text());
  }
}
