package org.tessera.etl.imaging;

/// What became of the files of a delivery of images.
///
/// @param taken instances kept that were not here before
/// @param same those that were here already, byte for byte
/// @param held those whose pictures a person must look at first
/// @param refused those of which nothing came
/// @param passed what belongs to a medium and is no instance, such as its directory
public record ImageCounts(long files, long taken, long same, long held, long refused, long passed) {
  static ImageCounts none() {
    return new ImageCounts(0, 0, 0, 0, 0, 0);
  }

  /// Whether every file is accounted for.
  public boolean holds() {
    return files == taken + same + held + refused + passed;
  }
}
