package org.tessera.etl.imaging.pull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.dicom.net.RemotePeer;
import org.tessera.etl.imaging.ImageArrivals;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.imaging.ImageListener;
import org.tessera.etl.imaging.NetworkSettings;
import org.tessera.etl.imaging.pull.Pull.State;
import org.tessera.etl.imaging.remote.WebPeer;
import org.tessera.mappings.Study;

/// Fetches from other archives, one order after the other. What comes is a delivery like any other.
public final class Pulls implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Pulls.class);

  private final PullJournal journal;
  private final OpenOrders orders;
  private final Node node;
  private final List<PullPlan> plans;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("pulls").factory());
  private volatile boolean stopping;

  /// What it needs of the node.
  public record Node(
      Path home,
      ImageIntake images,
      ImageListener listener,
      NetworkSettings settings,
      Function<String, Optional<Study>> studies) {}

  private Pulls(PullJournal journal, OpenOrders orders, Node node, List<PullPlan> plans) {
    this.journal = journal;
    this.orders = orders;
    this.node = node;
    this.plans = plans;
  }

  /// Takes orders from now on. What people ordered and a stop broke off goes on; what the clock
  /// ordered is told to have stopped, because the clock orders it again.
  public static Pulls open(DataSource dataSource, Node node, List<PullPlan> plans)
      throws IOException {
    var pulls =
        new Pulls(new PullJournal(dataSource), new OpenOrders(node.home), node, List.copyOf(plans));
    for (Pull pull : pulls.journal.open()) {
      pulls.goOn(pull);
    }
    return pulls;
  }

  private void goOn(Pull pull) {
    Optional<PullOrder> order = orders.find(pull.id());
    try {
      if (order.isPresent()) {
        begin(pull, order.get());
        return;
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      log.warn("pull {} does not go on: {}", pull.id(), e.getMessage());
    }
    journal.stop(pull.id());
    orders.forget(pull.id());
  }

  /// Takes an order and returns its number at once.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  /// @throws IllegalStateException when this node takes nothing over the network
  public long submit(PullOrder order) {
    require(order);
    requirePort(order);
    long id = journal.begin(order, source(order, "").name());
    if (!order.manner().scheduled()) {
      orders.keep(id, order);
    }
    begin(journal.find(id).orElseThrow(), order);
    return id;
  }

  private void begin(Pull pull, PullOrder order) {
    requirePort(order);
    String label = "pulled from " + pull.archive() + " (pull " + pull.id() + ")";
    var tools =
        new PullRun.Tools(
            source(order, label), journal, node.images.newUids(study(order)), () -> stopping);
    worker.execute(() -> run(pull, order, tools));
  }

  private void requirePort(PullOrder order) {
    if (!WebPeer.isAddress(order.from()) && !node.listener.listens()) {
      throw new IllegalStateException(
          "archives send what is asked for to this node's DICOM port, and it has none: set"
              + " tessera.dicom.port and start it anew");
    }
  }

  private void run(Pull pull, PullOrder order, PullRun.Tools tools) {
    try {
      if (!new PullRun(pull, order, tools).run()) {
        return;
      }
      log.info("pull {} for study {} is through", pull.id(), pull.study());
    } catch (RuntimeException e) {
      if (stopping) {
        // What is open goes on at the next start.
        return;
      }
      // The message might repeat what the archive said.
      log.error("pull {} ended by a defect: {}", pull.id(), e.getClass().getName());
      journal.finish(pull.id(), State.FAILED, "It ended by a defect: " + e.getClass().getName());
    }
    orders.forget(pull.id());
  }

  private Study study(PullOrder order) {
    return node.studies
        .apply(order.study())
        .orElseThrow(() -> new IllegalArgumentException("there is no study " + order.study()));
  }

  /// Refuses an order for no study, or from what is no archive.
  ///
  /// @throws IllegalArgumentException saying what is wrong
  void require(PullOrder order) {
    study(order);
    var _ = source(order, "");
  }

  /// The archive, as the order names it; refuses what could not be talked to.
  private Source source(PullOrder order, String label) {
    String study = study(order).name();
    if (WebPeer.isAddress(order.from())) {
      WebPeer.Access access =
          plans.stream()
              .flatMap(plan -> plan.accessTo(order).stream())
              .findFirst()
              .orElse(WebPeer.Access.NONE);
      return new WebSource(
          order.from(),
          access,
          node.settings.tls(),
          node.images,
          new ImageArrivals.Label(study, label, "wado"));
    }
    String title =
        node.listener
            .titleOf(study)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "the name of the study is too long for an AE title; give it one:"
                        + " tessera.dicom.titles=TITLE="
                        + study));
    RemotePeer plain = RemotePeer.parse(order.from(), title);
    return new MoveSource(
        order.manner().tls() ? overTls(plain) : plain, node.listener, study, label);
  }

  private RemotePeer overTls(RemotePeer plain) {
    return plain.over(
        node.settings
            .tls()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "TLS needs the node's keys: tessera.dicom.tls.key-store and .trust-store")));
  }

  /// What the settings plan.
  List<PullPlan> plans() {
    return plans;
  }

  /// Whether the clock's order for this study and archive still runs.
  boolean isOpen(PullOrder order) {
    return journal.isOpen(order.study(), source(order, "").name());
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
