package org.tessera.etl.imaging;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Refusal;
import org.tessera.dicom.Tag;
import org.tessera.dicom.ValueElement;
import org.tessera.etl.deidentify.Deidentifier;
import org.tessera.etl.deidentify.Outcome;
import org.tessera.etl.deidentify.Outcome.Placement;

/// One file at a time: read whole, de-identified, written by the hash of what came out. For one
/// thread.
final class InstanceWork {
  private final String study;
  private final long delivery;
  private final Deidentifier deidentifier;
  private final DicomFolder folder;
  private final AttributeTable attributes;

  /// What came of a file.
  sealed interface Result {
    record Ready(Taken taken) implements Result {}

    record Bad(ArrivedFile file, Trouble trouble) implements Result {}
  }

  /// The delivery, and the research study it is for.
  record Purpose(String study, long delivery) {}

  InstanceWork(
      Purpose purpose, Deidentifier deidentifier, DicomFolder folder, AttributeTable attributes) {
    this.study = purpose.study;
    this.delivery = purpose.delivery;
    this.deidentifier = deidentifier;
    this.folder = folder;
    this.attributes = attributes;
  }

  /// @throws IOException when the disk does not take the file
  Result take(ArrivedFile file) throws IOException {
    try {
      return switch (DicomReader.read(file.path(), ReadOptions.whole())) {
        case Refusal refusal ->
            new Result.Bad(
                file,
                new Trouble(
                    "unreadable",
                    refusal.offset(),
                    "It cannot be read as DICOM: " + refusal.reason() + ".",
                    "Export the file from its source again."));
        case DicomFile dicom -> take(file, dicom);
      };
    } catch (RuntimeException e) {
      // The message might repeat a value of the file.
      return new Result.Bad(file, Trouble.crash(e));
    }
  }

  private Result take(ArrivedFile file, DicomFile dicom) throws IOException {
    Optional<Trouble> loss = loss(dicom);
    if (loss.isPresent()) {
      return new Result.Bad(file, loss.get());
    }
    Outcome outcome = deidentifier.apply(dicom);
    return switch (outcome) {
      case Outcome.Refused(String reason) ->
          new Result.Bad(
              file,
              Trouble.of(
                  "refused",
                  "It cannot be de-identified: " + reason + ".",
                  "Correct it where it comes from, then send it again."));
      case Outcome.Cleared cleared -> ready(file, cleared.file(), outcome, List.of());
      case Outcome.Held held -> ready(file, held.file(), outcome, held.reasons());
    };
  }

  private Result ready(ArrivedFile file, DicomFile clean, Outcome outcome, List<String> reasons)
      throws IOException {
    Placement at = outcome.place().orElseThrow();
    boolean held = outcome instanceof Outcome.Held;
    DicomFolder.Written written = folder.write(clean, held);
    var values = attributes.of(clean.dataSet());
    values.put("TransferSyntaxUID", clean.transferSyntax().uid());
    var instance =
        new Instance(
            study,
            at.instance(),
            at.study(),
            at.series(),
            written.sha256(),
            written.bytes(),
            held,
            reasons,
            delivery,
            values);
    return new Result.Ready(
        new Taken(file, instance, at.patient(), written.path(), outcome, deidentifier.done()));
  }

  private static Optional<Trouble> loss(DicomFile dicom) {
    Optional<Trouble> loss = Trouble.loss(dicom);
    if (loss.isPresent()) {
      return loss;
    }
    DataSet dataSet = dicom.dataSet();
    if (!(dataSet.get(Tag.PixelData).orElse(null) instanceof ValueElement pixels)) {
      return Optional.empty();
    }
    BigDecimal expected = pixelBits(dataSet);
    BigDecimal there = BigDecimal.valueOf(pixels.length()).multiply(BigDecimal.valueOf(8));
    return there.compareTo(expected) < 0
        ? Optional.of(Trouble.truncated(pixels.length()))
        : Optional.empty();
  }

  /// Bits that the pictures need, PS3.5 section 8.1.1; 0 where the file does not say.
  private static BigDecimal pixelBits(DataSet dataSet) {
    String colours = dataSet.string(Tag.PhotometricInterpretation).orElse("");
    long samples = colours.endsWith("_422") ? 2 : dataSet.integer(Tag.SamplesPerPixel).orElse(1);
    BigDecimal bits = BigDecimal.valueOf(samples);
    for (long factor :
        new long[] {
          dataSet.integer(Tag.Rows).orElse(0),
          dataSet.integer(Tag.Columns).orElse(0),
          dataSet.integer(Tag.BitsAllocated).orElse(0),
          Math.max(1, dataSet.integer(Tag.NumberOfFrames).orElse(1))
        }) {
      bits = bits.multiply(BigDecimal.valueOf(factor));
    }
    return bits;
  }
}
