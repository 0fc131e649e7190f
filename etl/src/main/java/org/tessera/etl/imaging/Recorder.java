package org.tessera.etl.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tessera.etl.deidentify.Accounts;
import org.tessera.etl.imaging.ImageJournal.Known;

/// Decides on instances in the order of their delivery and writes down what is decided, several
/// hundred in one transaction. The files are on the disk for good before the journal names them.
final class Recorder {
  private final String study;
  private final long delivery;
  private final ImageJournal journal;
  private final DicomFolder folder;
  private final Quarantine quarantine;
  private final Accounts accounts;
  private final Set<String> seen = new HashSet<>();
  private final Map<Long, String> names = new TreeMap<>();
  private long taken;
  private long same;
  private long held;
  private long refused;

  /// Where things are kept.
  record Places(ImageJournal journal, DicomFolder folder, Quarantine quarantine) {}

  Recorder(InstanceWork.Purpose purpose, Places places, Accounts accounts) {
    this.study = purpose.study();
    this.delivery = purpose.delivery();
    this.journal = places.journal;
    this.folder = places.folder;
    this.quarantine = places.quarantine;
    this.accounts = accounts;
  }

  /// Writes down a part of the delivery.
  void record(List<InstanceWork.Result> part) {
    List<Taken> ready = new ArrayList<>();
    for (InstanceWork.Result result : part) {
      switch (result) {
        case InstanceWork.Result.Ready(Taken one) -> ready.add(one);
        case InstanceWork.Result.Bad(ArrivedFile file, Trouble trouble) -> refuse(file, trouble);
      }
    }
    if (ready.isEmpty()) {
      return;
    }
    folder.turn().lock();
    try {
      DicomFolder.sync(ready.stream().map(Taken::written).toList());
      journal.transaction(transaction -> decide(transaction, ready));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      folder.turn().unlock();
    }
  }

  private void decide(ImageJournal transaction, List<Taken> ready) {
    Map<String, Known> known =
        new HashMap<>(
            transaction.known(study, ready.stream().map(one -> one.instance().uid()).toList()));
    Map<String, String> patients =
        new HashMap<>(
            transaction.patients(
                study, ready.stream().map(one -> one.instance().studyUid()).toList()));
    List<Instance> fresh = new ArrayList<>();
    List<Instance> needless = new ArrayList<>();
    Map<String, String> arrived = new HashMap<>();
    for (Taken one : ready) {
      Instance instance = one.instance();
      String patient = patients.computeIfAbsent(instance.studyUid(), _ -> one.patient());
      Known there = known.get(instance.uid());
      boolean first = seen.add(instance.uid());
      if (!patient.equals(one.patient())) {
        refuse(one.file(), otherPatient());
        needless.add(instance);
      } else if (there == null) {
        fresh.add(instance);
        known.put(instance.uid(), new Known(instance.sha256(), instance.held(), delivery));
        arrived.put(instance.studyUid(), one.patient());
        accept(one);
      } else if (!there.sha256().equals(instance.sha256())) {
        refuse(one.file(), otherContent());
        needless.add(instance);
      } else if (there.delivery() == delivery && first) {
        // An earlier try, which was killed, had come this far.
        accept(one);
        needless.add(instance);
      } else {
        same++;
        needless.add(instance);
      }
    }
    if (!fresh.isEmpty()) {
      transaction.arrived(study, arrived);
      transaction.insert(fresh);
    }
    // Last: a file may stand twice in a part, and then the first is what names it.
    needless.forEach(instance -> unlessNamed(transaction, instance));
  }

  private void accept(Taken one) {
    accounts.add(one.outcome(), one.done());
    if (one.instance().held()) {
      held++;
      names.put(one.file().ordinal(), one.file().name());
    } else {
      taken++;
    }
  }

  /// Deletes what was written where nobody looks for it: nothing comes of it, or a person decided
  /// on the same picture before.
  private void unlessNamed(ImageJournal transaction, Instance instance) {
    if (!transaction.names(instance.sha256(), instance.held())) {
      try {
        folder.delete(instance.sha256(), instance.held());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Notes a file of which nothing comes.
  void refuse(ArrivedFile file, Trouble trouble) {
    try {
      journal.refuse(delivery, quarantine.keep(delivery, file, trouble));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    names.put(file.ordinal(), file.name());
    refused++;
  }

  private static Trouble otherPatient() {
    return Trouble.of(
        "other-patient",
        "Its study is here already as another patient's.",
        "Correct the Patient ID or the Study Instance UID where the image comes from.");
  }

  private static Trouble otherContent() {
    return Trouble.of(
        "other-content",
        "An instance of the same SOP Instance UID is here already with other content.",
        "If this one is right, have the other removed by withdrawing its delivery; a changed image"
            + " needs a UID of its own.");
  }

  /// What files were called that somebody has to look for again, by their numbers.
  Map<Long, String> names() {
    return names;
  }

  ImageCounts counts(long files, long passed) {
    return new ImageCounts(files, taken, same, held, refused, passed);
  }
}
