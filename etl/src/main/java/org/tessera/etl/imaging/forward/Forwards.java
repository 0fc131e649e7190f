package org.tessera.etl.imaging.forward;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.etl.imaging.DicomFolder;
import org.tessera.etl.imaging.forward.ForwardPlans.Plan;

/// Gives images on to other archives as the settings plan: an imaging study when it is told of in
/// FHIR, and again what comes for it later.
///
/// An instance is written down as sent when the archive has said that it has it. A node that is
/// killed between the two sends it once more, under the same UID, by which archives know it.
public final class Forwards implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Forwards.class);
  private static final int INSTANCES_AT_ONCE = 100;
  private static final int STUDIES_AT_ONCE = 50;
  private static final int REFUSED_AGAIN_MINUTES = 60;
  private static final int PATIENCE_SECONDS = 3;
  private static final int WITHDRAWN_MAX = 100_000;

  private final ForwardJournal journal;
  private final DicomFolder folder;
  private final Pace pace;
  private final List<Plan> plans;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("forward-", 0).factory());
  private final CountDownLatch stop = new CountDownLatch(1);

  /// How long to wait.
  ///
  /// @param idleMillis until the next look for something to send
  /// @param awayMillisMax at most until an archive that is away is called again
  public record Pace(long idleMillis, long awayMillisMax) {
    /// Ten seconds, and ten minutes.
    public static final Pace USUAL = new Pace(10_000, 600_000);
  }

  private Forwards(ForwardJournal journal, DicomFolder folder, Pace pace, List<Plan> plans) {
    this.journal = journal;
    this.folder = folder;
    this.pace = pace;
    this.plans = plans;
  }

  /// Begins to send.
  ///
  /// @param settings by what follows `tessera.dicom.forward.` in their names
  /// @throws IllegalStateException naming the setting and what is wrong
  public static Forwards start(
      DataSource dataSource, ForwardPlans.Node node, Map<String, String> settings, Pace pace) {
    List<Plan> plans = ForwardPlans.read(settings, node);
    var forwards =
        new Forwards(new ForwardJournal(dataSource), node.images().folder(), pace, plans);
    plans.forEach(plan -> forwards.workers.execute(() -> forwards.run(plan)));
    return forwards;
  }

  private void run(Plan plan) {
    long wait = 0;
    try {
      while (!stop.await(wait, TimeUnit.MILLISECONDS)) {
        wait = Math.clamp(wait * 2, pace.idleMillis, pace.awayMillisMax);
        try {
          if (step(plan)) {
            wait = 0;
          } else {
            wait = pace.idleMillis;
          }
        } catch (Target.Away away) {
          note(plan, String.valueOf(away.getMessage()));
        } catch (RuntimeException e) {
          waits(plan, e);
        }
      }
    } catch (InterruptedException _) {
      // The node stops.
    }
  }

  /// A database that is away comes back; the message might repeat what was sent.
  private void waits(Plan plan, RuntimeException e) {
    if (!stopping()) {
      log.warn("forwarding of study {} waits: {}", plan.study(), e.getClass().getName());
    }
  }

  private boolean stopping() {
    return stop.getCount() == 0;
  }

  private void note(Plan plan, String trouble) {
    try {
      journal.tried(plan.study(), plan.target().name(), trouble);
    } catch (RuntimeException e) {
      waits(plan, e);
    }
  }

  /// Sends a piece of what is to be sent.
  ///
  /// @return whether there was something
  private boolean step(Plan plan) throws Target.Away, InterruptedException {
    String archive = plan.target().name();
    journal.again(plan.study(), archive, REFUSED_AGAIN_MINUTES);
    List<ForwardJournal.Open> open = journal.open(plan.study(), archive, STUDIES_AT_ONCE);
    if (open.isEmpty()) {
      return false;
    }
    for (ForwardJournal.Open study : open) {
      if (stopping()) {
        return false;
      }
      send(plan, study);
    }
    note(plan, "");
    return true;
  }

  private void send(Plan plan, ForwardJournal.Open study) throws Target.Away, InterruptedException {
    String archive = plan.target().name();
    while (!stopping()) {
      Map<String, String> unsent =
          journal.unsent(plan.study(), archive, study.uid(), INSTANCES_AT_ONCE);
      if (unsent.isEmpty()) {
        journal.through(plan.study(), archive, study);
        return;
      }
      Map<String, Path> files = new LinkedHashMap<>();
      unsent.forEach((uid, sha256) -> files.put(uid, folder.path(sha256)));
      Map<String, String> words = new TreeMap<>();
      try {
        plan.target().send(files, (uid, outcome) -> words.put(uid, outcome.words()));
      } finally {
        if (!words.isEmpty()) {
          journal.record(plan.study(), archive, study, unsent, words);
        }
      }
      if (words.isEmpty()) {
        throw new Target.Away("it took nothing of what it was sent");
      }
    }
  }

  /// How it stands with each archive that is planned, or was.
  public List<Forwarding> state() {
    List<Forwarding> all = new ArrayList<>();
    for (Plan plan : plans) {
      all.add(journal.state(plan.study(), plan.target().name(), true));
    }
    journal
        .known()
        .forEach((study, archives) -> {
          for (String archive : archives) {
            boolean planned =
                plans.stream()
                    .anyMatch(
                        one -> one.study().equals(study) && one.target().name().equals(archive));
            if (!planned) {
              all.add(journal.state(study, archive, false));
            }
          }
        });
    return all;
  }

  /// What archives have that the node no longer gives.
  public List<Forwarding.Withdrawn> withdrawn() {
    return journal.withdrawn(WITHDRAWN_MAX);
  }

  /// A person says that an archive has deleted what was withdrawn.
  ///
  /// @return of how many instances
  public int deletedThere(String study, String archive) {
    return journal.forgetWithdrawn(study, archive);
  }

  /// Lets what archives refused be sent again at once.
  ///
  /// @return how many instances
  public int again() {
    return plans.stream()
        .mapToInt(plan -> journal.again(plan.study(), plan.target().name(), 0))
        .sum();
  }

  /// Ends; what is being sent may take a moment, then it is broken off.
  @Override
  public void close() {
    stop.countDown();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      workers.shutdownNow();
    }
    plans.forEach(plan -> plan.target().close());
  }
}
