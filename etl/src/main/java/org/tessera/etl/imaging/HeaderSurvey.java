package org.tessera.etl.imaging;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Refusal;
import org.tessera.dicom.Tag;

/// The first look at a delivery: headers alone. It finds what no file tells by itself, such as two
/// patients in one study, before anything is written.
final class HeaderSurvey {
  private static final String MEDIA_DIRECTORY = "1.2.840.10008.1.3.10";
  private static final int DIRECTORY_RECORDS = 0x00041220;
  private static final int REFERENCED_FILE = 0x00041500;

  /// What operating systems and packers leave beside files.
  private static final Set<String> LEFTOVERS =
      Set.of(".ds_store", "thumbs.db", "desktop.ini", "autorun.inf");

  private final UnaryOperator<String> canonical;
  private final Map<ArrivedFile, Trouble> troubles = new ConcurrentHashMap<>();
  private final Set<ArrivedFile> passed = ConcurrentHashMap.newKeySet();
  private final Map<ArrivedFile, Place> places = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> patients = new ConcurrentHashMap<>();
  private final Set<ArrivedFile> foreign = ConcurrentHashMap.newKeySet();
  private final Map<ArrivedFile, List<String>> directories = new ConcurrentHashMap<>();

  /// Where an instance says it belongs, in the names of its file: for this look only.
  private record Place(String study, String patient) {}

  HeaderSurvey(UnaryOperator<String> canonical) {
    this.canonical = canonical;
  }

  /// What the first look says of all files.
  ///
  /// @param fit those to go on with, in the order of the delivery
  /// @param passed those that are no instances and need none to look at them
  record Finding(
      List<ArrivedFile> fit, Map<ArrivedFile, Trouble> troubles, Set<ArrivedFile> passed) {}

  /// Looks at one file; may be called by several threads.
  void look(ArrivedFile file) {
    try {
      if (isLeftover(file)) {
        passed.add(file);
      } else if (Files.size(file.path()) == 0) {
        troubles.put(
            file,
            Trouble.of("empty", "The file has no content.", "Export it from its source again."));
      } else {
        read(file);
      }
    } catch (IOException e) {
      troubles.put(
          file,
          Trouble.of("unreadable", "The disk does not give the file back.", "Deliver it again."));
    } catch (RuntimeException e) {
      troubles.put(file, Trouble.crash(e));
    }
  }

  private void read(ArrivedFile file) throws IOException {
    if (FileKind.isArchive(FileKind.head(file.path()))) {
      troubles.put(
          file,
          Trouble.of(
              "nested-archive",
              "An archive within a delivery is not opened.",
              "Put the archive itself into the folder of its study."));
      return;
    }
    switch (DicomReader.read(file.path(), ReadOptions.header())) {
      case Refusal.NotDicom refusal -> {
        foreign.add(file);
        refused(file, refusal);
      }
      case Refusal refusal -> refused(file, refusal);
      case DicomFile dicom -> header(file, dicom);
    }
  }

  private void refused(ArrivedFile file, Refusal refusal) {
    troubles.put(
        file,
        new Trouble(
            "unreadable",
            refusal.offset(),
            "It cannot be read as DICOM: " + refusal.reason() + ".",
            "Export the file from its source again; if it is no image, leave it out."));
  }

  private void header(ArrivedFile file, DicomFile dicom) {
    DataSet header = dicom.dataSet();
    if (header.string(Tag.SOPClassUID).orElse("").equals(MEDIA_DIRECTORY)
        || header.contains(DIRECTORY_RECORDS)) {
      passed.add(file);
      directories.put(file, references(header));
      return;
    }
    Optional<String> study = header.string(Tag.StudyInstanceUID);
    if (study.isEmpty()
        || header.string(Tag.SeriesInstanceUID).isEmpty()
        || header.string(Tag.SOPInstanceUID).isEmpty()
        || header.string(Tag.SOPClassUID).isEmpty()) {
      troubles.put(
          file,
          Trouble.loss(dicom)
              .orElse(
                  Trouble.of(
                      "no-uid",
                      "It lacks the UID of its study, series, instance or class, so it belongs"
                          + " nowhere.",
                      "Export it from its source again.")));
      return;
    }
    Optional<String> number = header.string(Tag.PatientID);
    if (number.isEmpty()) {
      troubles.put(
          file,
          Trouble.of(
              "no-patient",
              "It has no Patient ID (0010,0020), so it is nobody's.",
              "Send it with the patient's number as the study's forms write it."));
      return;
    }
    try {
      String patient = canonical.apply(number.get());
      places.put(file, new Place(study.get(), patient));
      patients.computeIfAbsent(study.get(), _ -> ConcurrentHashMap.newKeySet()).add(patient);
    } catch (IllegalArgumentException e) {
      troubles.put(
          file,
          Trouble.of(
              "patient-number",
              "Its Patient ID (0010,0020) is not how this study writes patient numbers.",
              "Send it with the patient's number as the study's forms write it, or into the folder"
                  + " of its own study."));
    }
  }

  /// The files a medium's directory names, PS3.3 F.3.2.2: parts of a way, one a value.
  private static List<String> references(DataSet header) {
    List<String> names = new ArrayList<>();
    for (DataSet item : header.sequence(DIRECTORY_RECORDS)) {
      List<String> parts = item.strings(REFERENCED_FILE);
      if (!parts.isEmpty()) {
        names.add(String.join("/", parts));
      }
    }
    return names;
  }

  private static boolean isLeftover(ArrivedFile file) {
    String last = file.lastName().toLowerCase(Locale.ROOT);
    return LEFTOVERS.contains(last)
        || last.startsWith("._")
        || ("/" + file.name()).contains("/__MACOSX/");
  }

  /// What all the looks come to.
  Finding finish(List<ArrivedFile> files) {
    Set<String> mixed = new HashSet<>();
    patients.forEach((study, numbers) -> {
      if (numbers.size() > 1) {
        mixed.add(study);
      }
    });
    places.forEach((file, place) -> {
      if (mixed.contains(place.study)) {
        troubles.put(
            file,
            Trouble.of(
                "mixed-patients",
                "Instances of its study name %d patients; nobody can tell whose it is."
                    .formatted(patients.getOrDefault(place.study, Set.of()).size()),
                "Correct the Patient ID where the images come from, then send the study again."));
      }
    });
    if (!directories.isEmpty()) {
      medium(files);
    }
    List<ArrivedFile> fit =
        files.stream()
            .filter(file -> places.containsKey(file) && !troubles.containsKey(file))
            .toList();
    return new Finding(fit, troubles, passed);
  }

  /// On a medium, viewers and their manuals stand beside the images: nobody need look at those. A
  /// file the directory names and that is not there is told of at the directory.
  private void medium(List<ArrivedFile> files) {
    Map<String, ArrivedFile> byName = new HashMap<>();
    files.forEach(file -> byName.put(folded(file.name()), file));
    Set<ArrivedFile> listed = new HashSet<>();
    directories.forEach((directory, names) -> {
      String folder = directory.name().substring(0, directory.name().lastIndexOf('/') + 1);
      int missing = 0;
      int outside = 0;
      for (String name : names) {
        ArrivedFile file = byName.get(folded(folder + name));
        if (Archive.leadsOut(name)) {
          outside++;
        } else if (file == null) {
          missing++;
        } else {
          listed.add(file);
        }
      }
      if (missing + outside > 0) {
        passed.remove(directory);
        troubles.put(directory, incomplete(missing, outside));
      }
    });
    foreign.stream()
        .filter(file -> !listed.contains(file))
        .forEach(file -> {
          troubles.remove(file);
          passed.add(file);
        });
  }

  private static Trouble incomplete(int missing, int outside) {
    return Trouble.of(
        "incomplete-medium",
        "The directory of the medium names %d files that are not there and %d outside of it."
            .formatted(missing, outside),
        "Copy the whole medium; what is here was taken in.");
  }

  /// Names on a medium are upper case, copies of it often not.
  private static String folded(String name) {
    return name.toUpperCase(Locale.ROOT).replaceFirst("\\.(;1)?$", "");
  }
}
