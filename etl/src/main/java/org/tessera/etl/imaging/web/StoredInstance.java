package org.tessera.etl.imaging.web;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.etl.imaging.DicomFolder;
import org.tessera.etl.imaging.Instance;

/// Reads an instance that is kept.
final class StoredInstance {
  private StoredInstance() {}

  /// All up to the pixels; nothing when the file is gone.
  static Optional<DataSet> header(DicomFolder folder, Instance instance) throws IOException {
    return read(folder, instance, ReadOptions.header()).map(DicomFile::dataSet);
  }

  static Optional<DicomFile> whole(DicomFolder folder, Instance instance) throws IOException {
    return read(folder, instance, ReadOptions.whole());
  }

  private static Optional<DicomFile> read(
      DicomFolder folder, Instance instance, ReadOptions options) throws IOException {
    try {
      return DicomReader.read(folder.path(instance.sha256()), options) instanceof DicomFile file
          ? Optional.of(file)
          : Optional.empty();
    } catch (NoSuchFileException | FileNotFoundException e) {
      return Optional.empty();
    }
  }
}
