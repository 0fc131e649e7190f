package org.tessera.dicom;

/// What a header says of uncompressed grey pixels without sign (PS3.3 C.7.6.3).
///
/// @param bitsStored of each pixel; as many as fit are allocated: 1, 8 or 16
public record GreyPixels(int rows, int columns, int bitsStored) {
  /// Writes it into a header.
  public DataSetEdit describe(DataSetEdit header) {
    int allocated = bitsStored == 1 ? 1 : bitsStored <= 8 ? 8 : 16;
    return header
        .put(Tag.PhotometricInterpretation, Vr.CS, "MONOCHROME2")
        .putShort(Tag.SamplesPerPixel, 1)
        .putShort(Tag.Rows, rows)
        .putShort(Tag.Columns, columns)
        .putShort(Tag.BitsAllocated, allocated)
        .putShort(Tag.BitsStored, bitsStored)
        .putShort(Tag.HighBit, bitsStored - 1)
        .putShort(Tag.PixelRepresentation, 0);
  }
}
