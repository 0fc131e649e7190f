package org.tessera.etl.imaging;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.dicom.net.Caller;
import org.tessera.dicom.net.DicomListener;
import org.tessera.dicom.net.InstanceReceiver;
import org.tessera.dicom.net.ListenerSettings;
import org.tessera.dicom.net.ReceivedInstance;
import org.tessera.dicom.net.StoreStatus;

/// Images that are sent over the network (C-STORE): what comes over one association is a delivery.
/// The AE title that is called says for which study: its name, or what `tessera.dicom.titles` says.
public final class ImageListener implements InstanceReceiver, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ImageListener.class);
  private static final int INSTANCES_PER_DELIVERY_MAX = 2_000;

  private final ImageArrivals arrivals;
  private final Map<String, String> studyByTitle;
  private final Supplier<? extends Collection<String>> studies;
  private final Map<Long, ImageArrivals.Arriving> groups = new ConcurrentHashMap<>();
  private Optional<DicomListener> listener = Optional.empty();

  private ImageListener(
      ImageArrivals arrivals, String titles, Supplier<? extends Collection<String>> studies) {
    this.arrivals = arrivals;
    this.studyByTitle = parse(titles);
    this.studies = studies;
  }

  /// What a node's settings say of the network.
  ///
  /// @param address where it listens: this machine alone unless an operator says otherwise
  /// @param port 0 for not at all
  /// @param titles `TITLE=study, TITLE=study` for studies that are called by another title
  public record Setting(String address, int port, String titles) {}

  /// Listens, if the settings say so.
  ///
  /// @throws IOException when the address is taken
  public static ImageListener start(
      Path home,
      ImageArrivals arrivals,
      Setting setting,
      Supplier<? extends Collection<String>> studies)
      throws IOException {
    var images = new ImageListener(arrivals, setting.titles, studies);
    if (setting.port > 0) {
      Path folder = home.resolve("arriving").resolve("network");
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      var address = new InetSocketAddress(setting.address, setting.port);
      images.listener =
          Optional.of(DicomListener.start(ListenerSettings.of(address, folder), images));
      log.info("images are taken over DICOM at port {}", setting.port);
    }
    return images;
  }

  private static Map<String, String> parse(String titles) {
    Map<String, String> parsed = new TreeMap<>();
    for (String part : titles.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parsed.put(fold(part.substring(0, equals)), part.substring(equals + 1).strip());
      } else if (!part.isBlank()) {
        throw new IllegalStateException(
            "tessera.dicom.titles: expected TITLE=study, found " + part.strip());
      }
    }
    return parsed;
  }

  private static String fold(String title) {
    return title.strip().toUpperCase(Locale.ROOT);
  }

  /// A study nobody has heard of is refused before anything is sent for it.
  @Override
  public boolean answersTo(String calledTitle) {
    return study(calledTitle).isPresent();
  }

  @Override
  public StoreStatus receive(ReceivedInstance instance) throws IOException {
    Optional<String> study = study(instance.caller().calledTitle());
    if (study.isEmpty()) {
      return StoreStatus.NOT_WANTED;
    }
    long association = instance.caller().association();
    ImageArrivals.Arriving group = groups.get(association);
    if (group == null) {
      group =
          arrivals.open(new ImageArrivals.Label(study.get(), "sent over the network", "c-store"));
      groups.put(association, group);
    }
    DicomFolder.sync(instance.file());
    group.take(instance.file());
    if (group.count() >= INSTANCES_PER_DELIVERY_MAX) {
      groups.remove(association);
      group.handOver();
    }
    return StoreStatus.STORED;
  }

  private Optional<String> study(String title) {
    String named = studyByTitle.get(fold(title));
    return studies.get().stream()
        .filter(study -> named == null ? fold(study).equals(fold(title)) : study.equals(named))
        .findFirst();
  }

  @Override
  public void ended(Caller caller, boolean released) {
    ImageArrivals.Arriving group = groups.remove(caller.association());
    if (group != null) {
      group.handOver();
    }
  }

  @Override
  public void close() {
    listener.ifPresent(DicomListener::close);
  }
}
