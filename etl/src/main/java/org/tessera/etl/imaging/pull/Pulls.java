package org.tessera.etl.imaging.pull;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.dicom.net.RemotePeer;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.ImageListener;
import org.tessera.etl.imaging.NetworkSettings;
import org.tessera.etl.imaging.pull.Pull.State;
import org.tessera.mappings.Study;

/// Fetches from other archives, one order after the other. What comes is a delivery like any other.
public final class Pulls implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Pulls.class);

  private final PullJournal journal;
  private final Node node;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("pulls").factory());
  private volatile boolean stopping;

  /// What it needs of the node.
  public record Node(
      ImageIntake images,
      ImageListener listener,
      NetworkSettings settings,
      Function<String, Optional<Study>> studies) {}

  private Pulls(PullJournal journal, Node node) {
    this.journal = journal;
    this.node = node;
  }

  /// Takes orders from now on; those a killed process left are told to have stopped.
  public static Pulls open(DataSource dataSource, Node node) {
    var journal = new PullJournal(dataSource);
    journal.stopOpen();
    return new Pulls(journal, node);
  }

  /// Takes an order and returns its number at once.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  /// @throws IllegalStateException when this node takes nothing over the network
  public long submit(PullOrder order) {
    Study study = study(order);
    RemotePeer peer = peer(order);
    if (!node.listener.listens()) {
      throw new IllegalStateException(
          "archives send what is asked for to this node's DICOM port, and it has none: set"
              + " tessera.dicom.port and start it anew");
    }
    long id = journal.begin(order, peer.title());
    Pull pull = journal.find(id).orElseThrow();
    var tools =
        new PullRun.Tools(peer, node.listener, journal, node.images.newUids(study), () -> stopping);
    worker.execute(() -> run(pull, order, tools));
    return id;
  }

  private void run(Pull pull, PullOrder order, PullRun.Tools tools) {
    try {
      new PullRun(pull, order, tools).run();
      log.info("pull {} for study {} is through", pull.id(), pull.study());
    } catch (RuntimeException e) {
      if (stopping) {
        // The next start tells that it stopped.
        return;
      }
      // The message might repeat what the archive said.
      log.error("pull {} ended by a defect: {}", pull.id(), e.getClass().getName());
      journal.finish(pull.id(), State.FAILED, "It ended by a defect: " + e.getClass().getName());
    }
  }

  private Study study(PullOrder order) {
    return node.studies
        .apply(order.study())
        .orElseThrow(() -> new IllegalArgumentException("there is no study " + order.study()));
  }

  /// The archive, as the order names it; refuses what no association could be made of.
  RemotePeer peer(PullOrder order) {
    String title =
        node.listener
            .titleOf(study(order).name())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "the name of the study is too long for an AE title; give it one:"
                        + " tessera.dicom.titles=TITLE="
                        + order.study()));
    RemotePeer plain = RemotePeer.parse(order.from(), title);
    if (!order.manner().tls()) {
      return plain;
    }
    return plain.over(
        node.settings
            .tls()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "TLS needs the node's keys: tessera.dicom.tls.key-store and .trust-store")));
  }

  /// Whether the clock's order for this study and archive still runs.
  boolean isOpen(PullOrder order) {
    return journal.isOpen(order.study(), peer(order).title());
  }

  /// What became of an order.
  public Optional<Pull> find(long id) {
    return journal.find(id);
  }

  /// The newest, at most so many.
  public List<Pull> latest(int pullsMax) {
    return journal.latest(pullsMax);
  }

  /// Ends; what is being fetched is broken off.
  @Override
  public void close() {
    stopping = true;
    worker.shutdownNow();
  }
}
