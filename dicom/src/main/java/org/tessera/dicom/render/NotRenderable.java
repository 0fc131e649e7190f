package org.tessera.dicom.render;

/// Why there is no picture.
///
/// @param words with what would help, where something would; without any value of the file
public record NotRenderable(Reason reason, String words) implements Rendering {
  /// Why there is none.
  public enum Reason {
    /// The instance holds no pixels: a report, a plan, a waveform.
    NO_PIXELS,
    /// There is no frame of this number.
    NO_SUCH_FRAME,
    /// No codec for this compression is installed.
    NO_CODEC,
    /// Rows, columns, bits or colours are stored in a way this cannot read.
    UNKNOWN_LAYOUT,
    /// There are fewer bytes than there should be, or a frame cannot be decoded.
    DAMAGED,
    /// The frame is larger than is rendered here.
    TOO_LARGE
  }

  static NotRenderable damaged(String words) {
    return new NotRenderable(Reason.DAMAGED, words);
  }
}
