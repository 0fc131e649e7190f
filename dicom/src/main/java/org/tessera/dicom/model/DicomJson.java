package org.tessera.dicom.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.tessera.dicom.CharacterSet;
import org.tessera.dicom.DataSet;

/// The DICOM JSON model of PS3.18 annex F.
public final class DicomJson {
  private DicomJson() {}

  /// Writes a data set as one JSON object; group lengths are left out.
  ///
  /// @throws IOException when `out` fails, or a value left in its file can no longer be read
  /// @throws IllegalArgumentException when encapsulated pixel data has no link: the model cannot
  ///   hold fragments
  public static void write(DataSet dataSet, BulkLinks links, Appendable out) throws IOException {
    new JsonWriter(links, out).write(dataSet);
  }

  /// A data set as JSON text.
  public static String write(DataSet dataSet, BulkLinks links) {
    var text = new StringBuilder();
    try {
      write(dataSet, links, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// Reads an object, or an array of objects as DICOMweb answers them.
  public static ModelReading read(String json, BulkValues values) {
    var parser = new JsonParser(json, new JsonElements(values));
    try {
      Object read = parser.parse();
      return switch (read) {
        case DataSet one -> new ModelReading.DataSets(List.of(one.within(CharacterSet.DEFAULT)));
        case List<?> many when many.stream().allMatch(DataSet.class::isInstance) ->
            new ModelReading.DataSets(
                many.stream()
                    .map(DataSet.class::cast)
                    .map(one -> one.within(CharacterSet.DEFAULT))
                    .toList());
        default -> new ModelReading.Refused(0, "no data set");
      };
    } catch (Broken e) {
      return new ModelReading.Refused(parser.offset(), e.reason());
    }
  }
}
