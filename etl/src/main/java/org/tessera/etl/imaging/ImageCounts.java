package org.tessera.etl.imaging;

/// What became of the files of a delivery of images.
///
/// @param taken instances kept that were not here before; of a dry run, files that are fit
/// @param same those that were here already, byte for byte
/// @param held those whose pictures a person must look at first
/// @param refused those of which nothing came
/// @param passed what belongs to a medium and is no instance, such as its directory
public record ImageCounts(long files, long taken, long same, long held, long refused, long passed) {
  static ImageCounts none() {
    return new ImageCounts(0, 0, 0, 0, 0, 0);
  }

  /// Of a delivery that was only looked at: what is fit would be taken, as far as headers tell.
  static ImageCounts looked(long files, long fit, long troubles) {
    return new ImageCounts(files, fit, 0, 0, troubles, files - fit - troubles);
  }

  /// Whether every file is accounted for.
  public boolean holds() {
    return files == taken + same + held + refused + passed;
  }
}
