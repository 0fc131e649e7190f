package org.tessera.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DataSetEdit;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomWriter;
import org.tessera.dicom.Element;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Reads and writes generated DICOM files, and tells instances per second of the process's
/// processor time, compilation and garbage collection included.
///
/// Argument: a scratch folder. `b1` is 2,000 mixed files of 175 kB in the mean, `b2` 1,000 CT
/// images of 530 kB.
public final class DicomBench {
  private static final int ROUNDS = 4;

  private DicomBench() {}

  /// Runs the measurement and prints it.
  public static void main(String[] words) throws IOException {
    Path scratch = Files.createDirectories(Path.of(words[0]).toAbsolutePath());
    Path mixed = generate(scratch.resolve("b1"), 2_000, new int[] {512, 192, 0, 160});
    Path images = generate(scratch.resolve("b2"), 1_000, new int[] {512});
    for (Path folder : List.of(mixed, images)) {
      var rounds = new DicomRounds(folder);
      rounds.headers();
      Path out = Files.createDirectories(scratch.resolve(folder.getFileName() + "-out"));
      for (int round = 1; round <= ROUNDS; round++) {
        DicomRounds.clear(out);
        rounds.run(round, "read, change 20, write", file -> rewrite(file, out));
      }
      DicomRounds.clear(out);
    }
  }

  /// What a de-identifier does at least: UIDs and names replaced at every depth, a fresh header.
  private static void rewrite(Path file, Path out) throws IOException {
    DicomFile read = DicomRounds.whole(file);
    DataSet changed = read.dataSet().rewrite((owner, element) -> Optional.of(changed(element)));
    Path target = out.resolve(file.getFileName());
    DicomWriter.write(read.withDataSet(changed).withFreshMeta(), target);
  }

  private static Element changed(Element element) {
    if (element.vr() == Vr.UI && Tag.element(element.tag()) != 0x0016) {
      return ValueElement.of(element.tag(), Vr.UI, new byte[] {'2', '.', '2', '5', '.', '1'});
    }
    return element.vr() == Vr.PN || element.vr() == Vr.DA
        ? ValueElement.of(element.tag(), element.vr(), new byte[0])
        : element;
  }

  private static Path generate(Path folder, int count, int[] sizes) throws IOException {
    if (Files.exists(folder)) {
      return folder;
    }
    Files.createDirectories(folder);
    var random = new Random(42);
    for (int i = 0; i < count; i++) {
      DataSet dataSet = dataSet(i, sizes[i % sizes.length], random);
      DicomFile file = DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      DicomWriter.write(file, folder.resolve(String.format(Locale.ROOT, "%05d.dcm", i)));
    }
    return folder;
  }

  private static DataSet dataSet(int number, int size, Random random) {
    DataSetEdit edit =
        DataSet.EMPTY
            .edit()
            .put(Tag.SpecificCharacterSet, Vr.CS, "ISO_IR 100")
            .put(Tag.SOPClassUID, Vr.UI, "1.2.840.10008.5.1.4.1.1.2")
            .put(Tag.SOPInstanceUID, Vr.UI, "1.2.826.0.1.3680043.8.498." + number)
            .put(Tag.StudyDate, Vr.DA, "20261121")
            .put(Tag.PatientName, Vr.PN, "Müller^Jörg")
            .put(Tag.PatientID, Vr.LO, "MRN" + number / 100)
            .put(Tag.StudyInstanceUID, Vr.UI, "1.2.826.0.1.3680043.8.498.1." + number / 100)
            .put(Tag.SeriesInstanceUID, Vr.UI, "1.2.826.0.1.3680043.8.498.2." + number / 50)
            .put(0x00081140, Vr.UI);
    for (int i = 0; i < 90; i++) {
      edit.put(0x00180000 + 0x10 * i + 1, i % 2 == 0 ? Vr.DS : Vr.LO, "value " + random.nextInt());
    }
    edit.put(0x00290010, Vr.LO, "VENDOR HEADER");
    for (int i = 0; i < 40; i++) {
      edit.put(0x00291000 + i, Vr.LO, "private " + random.nextInt());
    }
    DataSet item =
        DataSet.EMPTY
            .edit()
            .put(0x00081150, Vr.UI, "1.2.840.10008.5.1.4.1.1.2")
            .put(0x00081155, Vr.UI, "1.2.826.0.1.3680043.8.498.3." + number)
            .build();
    edit.put(SequenceElement.of(0x00081140, List.of(item, item, item)));
    if (size > 0) {
      byte[] pixels = new byte[size * size * 2];
      random.nextBytes(pixels);
      edit.put(ValueElement.of(Tag.PixelData, Vr.OW, pixels));
    }
    return edit.build();
  }
}
