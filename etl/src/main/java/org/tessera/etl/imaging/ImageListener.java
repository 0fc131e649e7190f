package org.tessera.etl.imaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.dicom.net.Caller;
import org.tessera.dicom.net.DicomListener;
import org.tessera.dicom.net.InstanceReceiver;
import org.tessera.dicom.net.ListenerSettings;
import org.tessera.dicom.net.NetLimits;
import org.tessera.dicom.net.ReceivedInstance;
import org.tessera.dicom.net.StoreStatus;
import org.tessera.etl.imaging.ImageArrivals.Label;
import org.tessera.mappings.Study;

/// Images that are sent over the network (C-STORE): what comes over one association is a delivery.
/// The AE title that is called says for which study: its name, or what `tessera.dicom.titles` says.
public final class ImageListener implements InstanceReceiver, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ImageListener.class);
  private static final int INSTANCES_PER_DELIVERY_MAX = 2_000;
  private static final int TITLE_LENGTH_MAX = 16;

  private final ImageIntake images;
  private final NetworkSettings settings;
  private final Supplier<? extends Collection<Study>> studies;
  private final Map<Long, Group> groups = new ConcurrentHashMap<>();
  private final Map<String, Expected> expected = new ConcurrentHashMap<>();
  private Optional<DicomListener> listener = Optional.empty();
  private volatile boolean closed;

  private ImageListener(
      ImageIntake images, NetworkSettings settings, Supplier<? extends Collection<Study>> studies) {
    this.images = images;
    this.settings = settings;
    this.studies = studies;
  }

  /// Listens, if the settings say so.
  ///
  /// @param freeBytesMin how much of the disk must stay free
  /// @throws IOException when the address is taken
  public static ImageListener start(
      Path home,
      ImageIntake images,
      NetworkSettings settings,
      Supplier<? extends Collection<Study>> studies,
      long freeBytesMin)
      throws IOException {
    var listener = new ImageListener(images, settings, studies);
    if (settings.port() > 0) {
      Path folder = home.resolve("arriving").resolve("network");
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      ListenerSettings plain =
          ListenerSettings.of(settings.socketAddress(), folder)
              .withCallers(settings.callers().keySet())
              .with(NetLimits.USUAL.withFreeBytes(freeBytesMin));
      ListenerSettings wanted =
          settings.tls().map(tls -> plain.over(tls, settings.clientCertificates())).orElse(plain);
      listener.listener =
          Optional.of(
              DicomListener.start(
                  wanted, listener, Optional.of(new Commitments(images, listener, settings))));
      log.info(
          "images are taken over DICOM at port {}{}",
          settings.port(),
          settings.tls().isPresent() ? ", by TLS" : "");
    }
    return listener;
  }

  /// A study nobody has heard of is refused before anything is sent for it.
  @Override
  public boolean answersTo(String calledTitle) {
    return study(calledTitle).isPresent();
  }

  /// The study that is called by an AE title.
  Optional<Study> study(String title) {
    String folded = NetworkSettings.fold(title);
    String named = settings.titles().getOrDefault(folded, "");
    return studies.get().stream()
        .filter(study ->
            named.isEmpty()
                ? NetworkSettings.fold(study.name()).equals(folded)
                : study.name().equals(named))
        .findFirst();
  }

  /// The AE title by which others call a study: one the settings give it, else its name in capital
  /// letters; nothing for a name that is too long for a title.
  public Optional<String> titleOf(String study) {
    return settings.titles().entrySet().stream()
        .filter(title -> title.getValue().equals(study))
        .map(Map.Entry::getKey)
        .findFirst()
        .or(() -> Optional.of(NetworkSettings.fold(study)))
        .filter(title -> title.length() <= TITLE_LENGTH_MAX);
  }

  /// Whether anybody can send anything here.
  public boolean listens() {
    return listener.isPresent() && !closed;
  }

  /// Where it listens; 0 when it does not.
  public int port() {
    return listener.map(DicomListener::port).orElse(0);
  }

  @Override
  public StoreStatus receive(ReceivedInstance instance) throws IOException {
    Caller caller = instance.caller();
    Optional<Study> study = study(caller.calledTitle());
    if (study.isEmpty()) {
      return StoreStatus.NOT_WANTED;
    }
    groups.computeIfAbsent(caller.association(), _ -> new Group()).take(study.get(), instance);
    return StoreStatus.STORED;
  }

  @Override
  public void ended(Caller caller, boolean released) {
    Group group = groups.remove(caller.association());
    if (group != null) {
      group.close();
    }
  }

  /// Makes a delivery of what has come over an association so far.
  void finish(long association) {
    Group group = groups.get(association);
    if (group != null) {
      group.close();
    }
  }

  /// Says that an archive was asked to send here, until it is closed. One at a time for a study.
  ///
  /// @param words the name that its deliveries get
  public Expected expect(String study, String words) {
    var one = new Expected(study, words);
    expected.put(study, one);
    return one;
  }

  /// What an archive was asked to send, and what came of it.
  public final class Expected implements AutoCloseable {
    private final String study;
    private final String words;
    private final AtomicLong arrived = new AtomicLong();
    private final Set<Long> associations = ConcurrentHashMap.newKeySet();

    private Expected(String study, String words) {
      this.study = study;
      this.words = words;
    }

    /// How many instances came.
    public long arrived() {
      return arrived.get();
    }

    /// Expects no more; what came becomes a delivery, even where the archive keeps its association.
    @Override
    public void close() {
      expected.remove(study, this);
      associations.forEach(ImageListener.this::finish);
    }
  }

  /// What comes over one association. A question about what is kept may end a delivery while the
  /// next instance comes.
  private final class Group {
    private Optional<ImageArrivals.Arriving> open = Optional.empty();

    synchronized void take(Study study, ReceivedInstance instance) throws IOException {
      Optional<Expected> asked = asked(study, instance);
      if (open.isEmpty()) {
        open =
            Optional.of(
                images
                    .arrivals()
                    .open(
                        asked
                            .map(one -> new Label(study.name(), one.words, "c-move"))
                            .orElseGet(() ->
                                new Label(study.name(), "sent over the network", "c-store"))));
      }
      DicomFolder.sync(instance.file());
      open.get().take(instance.file());
      asked.ifPresent(one -> {
        one.associations.add(instance.caller().association());
        one.arrived.incrementAndGet();
      });
      if (open.get().count() >= INSTANCES_PER_DELIVERY_MAX) {
        close();
      }
    }

    /// Whether it was this node that had the archive send: others may have it send here as well.
    private Optional<Expected> asked(Study study, ReceivedInstance instance) {
      return Optional.ofNullable(expected.get(study.name()))
          .filter(
              _ -> instance.mover().isPresent() && instance.mover().equals(titleOf(study.name())));
    }

    synchronized void close() {
      if (open.isPresent()) {
        ImageArrivals.Arriving done = open.get();
        open = Optional.empty();
        done.handOver();
      }
    }
  }

  boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    listener.ifPresent(DicomListener::close);
  }
}
