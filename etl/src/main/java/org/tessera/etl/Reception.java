package org.tessera.etl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tessera.etl.Delivery.Counts;
import org.tessera.etl.Delivery.State;
import org.tessera.etl.Journal.Arrival;
import org.tessera.etl.imaging.FileKind;
import org.tessera.etl.imaging.ImageArrivals;
import org.tessera.etl.imaging.ImageIntake;
import org.tessera.etl.pseudonym.Pseudonymizer;

/// Takes files in: an fsynced copy in the archive, then a row in the journal; only after that may
/// the sender forget the file.
public final class Reception {
  /// Stands in the journal for a folder no study has: such a name may be anybody's.
  static final String UNKNOWN_STUDY = "?";

  private static final Logger log = LoggerFactory.getLogger(Reception.class);

  private final Journal journal;
  private final Zone zone;
  private final Pseudonymizer pseudonymizer;
  private final Supplier<Set<String>> studies;
  private final long freeBytesMin;

  /// Held while a file of the archive and what the journal says of it change together.
  private final ReentrantLock originals = new ReentrantLock();

  /// @param studies names of the studies this node knows
  /// @param freeBytesMin below this much free space nothing is taken in
  public Reception(
      Journal journal,
      Zone zone,
      Pseudonymizer pseudonymizer,
      Supplier<Set<String>> studies,
      long freeBytesMin) {
    this.journal = journal;
    this.zone = zone;
    this.pseudonymizer = pseudonymizer;
    this.studies = studies;
    this.freeBytesMin = freeBytesMin;
  }

  /// What is said of a file by whoever hands it in.
  ///
  /// @param name the file's name, shown to the data manager alone
  /// @param via `inbox`, `page` or `api`
  public record Submission(String study, String name, String via, boolean dry) {}

  /// The disk is too full to promise anything; the file stays with its sender.
  public static final class NoSpace extends IOException {
    private static final long serialVersionUID = 1;

    NoSpace(long freeBytes, long freeBytesMin) {
      super(
          "only "
              + freeBytes / 1_000_000
              + " MB are free and "
              + freeBytesMin / 1_000_000
              + " MB must stay free (tessera.inbox.free-mb-min)");
    }
  }

  /// Whether there is room to take files in.
  public boolean hasRoom() throws IOException {
    return zone.freeBytes() >= freeBytesMin;
  }

  /// The studies files may be for.
  public Set<String> studies() {
    return studies.get();
  }

  /// Takes a file in. It is safe when this returns; a duplicate is recorded as one, and an empty
  /// file or one of an unknown study is in quarantine at once.
  ///
  /// @throws NoSpace if the disk is too full
  public Delivery receive(Submission submission, InputStream content) throws IOException {
    if (!hasRoom()) {
      throw new NoSpace(zone.freeBytes(), freeBytesMin);
    }
    boolean known = studies.get().contains(submission.study());
    Delivery delivery = keep(submission, known, content);
    log.info("delivery {} for study {} received", delivery.id(), delivery.study());
    if (delivery.state() == State.DUPLICATE) {
      forgetImages(delivery);
      return delivery;
    }
    if (!known) {
      return quarantine(
          delivery,
          "unknown-study",
          "There is no study of that name. Put the file into a folder named after one of: "
              + String.join(", ", studies.get().stream().sorted().toList())
              + ".");
    }
    if (delivery.bytes() == 0) {
      return quarantine(
          delivery, "empty", "The file has no content. Check the export and send it again.");
    }
    return delivery;
  }

  private Delivery keep(Submission submission, boolean known, InputStream content)
      throws IOException {
    try (Zone.Scratch scratch = zone.write(content)) {
      long id = journal.nextId();
      pseudonymizer.rememberName(
          id, known ? submission.name() : submission.study() + "/" + submission.name());
      var arrival =
          new Arrival(
              known ? submission.study() : UNKNOWN_STUDY,
              scratch.sha256(),
              scratch.bytes(),
              submission.via(),
              submission.dry());
      originals.lock();
      try {
        zone.archive(scratch);
        return journal.receive(id, arrival);
      } finally {
        originals.unlock();
      }
    }
  }

  /// Lets go of a delivery's file, unless another delivery of the same bytes still needs it: for
  /// another study, to be loaded after a dry run, or to be tried again. Originals of images are not
  /// kept.
  void forgetOriginal(Delivery delivery) throws IOException {
    originals.lock();
    try {
      if (!journal.neededBesides(delivery)) {
        Files.deleteIfExists(zone.archived(delivery.sha256()));
      }
    } finally {
      originals.unlock();
    }
  }

  /// A second copy of images is not kept when the first is not.
  private void forgetImages(Delivery duplicate) throws IOException {
    originals.lock();
    try {
      Path archived = zone.archived(duplicate.sha256());
      // Whoever was at the first copy may have let go of this one by now.
      if (Files.exists(archived) && FileKind.holdsImages(archived)) {
        forgetOriginal(duplicate);
      }
    } finally {
      originals.unlock();
    }
  }

  /// Lets go of originals of images whose deliveries were through when the process was killed.
  void forgetOriginals(ImageIntake images) throws IOException {
    List<String> here = new ArrayList<>(zone.hashes());
    here.addAll(images.arrivals().tokens());
    originals.lock();
    try {
      for (String token : journal.forgettable(here)) {
        images.forget(token);
        Files.deleteIfExists(zone.archived(token));
      }
    } finally {
      originals.unlock();
    }
  }

  /// Takes in a group of images that arrived in a folder of their own.
  ///
  /// @param token names the folder; the same again is the same delivery
  /// @return the delivery's number
  public long receiveImages(ImageArrivals.Label label, String token, long bytes) {
    Optional<Delivery> there = journal.of(token);
    if (there.isPresent()) {
      return there.get().id();
    }
    long id = journal.nextId();
    pseudonymizer.rememberName(id, label.name());
    journal.receive(id, new Arrival(label.study(), token, bytes, label.via(), false));
    log.info("delivery {} for study {} received", id, label.study());
    return id;
  }

  /// Puts a delivery into quarantine with a reason, in the journal and beside the file.
  Delivery quarantine(Delivery delivery, String reason, String message) throws IOException {
    if (delivery.replay()) {
      // It was loaded before: what it brought is not lost because a new definition cannot read it.
      String words = "Not read again; its rows stay as they were: " + message;
      return journal.finish(delivery.id(), State.LOADED, "", words, delivery.counts());
    }
    Map<String, Object> json = new TreeMap<>();
    json.put("delivery", delivery.id());
    json.put("study", delivery.study());
    json.put("sha256", delivery.sha256());
    json.put("bytes", delivery.bytes());
    json.put("receivedAt", delivery.receivedAt().toString());
    json.put("reason", reason);
    json.put("message", message);
    pseudonymizer.name(delivery.id()).ifPresent(name -> json.put("name", name));
    zone.quarantine(delivery, Json.text(json));
    log.warn("delivery {} went to quarantine: {}", delivery.id(), reason);
    return journal.finish(delivery.id(), State.QUARANTINED, reason, message, Counts.none());
  }

  /// Lets a quarantined delivery wait for another try.
  ///
  /// @return false if it is not in quarantine, its study is not known, or the same bytes came again
  ///   and are loaded
  boolean retry(Delivery delivery) throws IOException {
    if (delivery.study().equals(UNKNOWN_STUDY) || !journal.reopen(delivery.id())) {
      return false;
    }
    zone.release(delivery);
    return true;
  }
}
