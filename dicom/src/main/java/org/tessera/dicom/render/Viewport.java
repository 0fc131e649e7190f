package org.tessera.dicom.render;

/// What a picture is made to fit into, keeping its shape.
public record Viewport(int width, int height) {
  private static final int SIDE_MAX = 8_192;

  /// @throws IllegalArgumentException for sides of none or more than 8,192 pixels
  public Viewport {
    if (width < 1 || height < 1 || width > SIDE_MAX || height > SIDE_MAX) {
      throw new IllegalArgumentException("a viewport has sides of 1 to " + SIDE_MAX + " pixels");
    }
  }
}
