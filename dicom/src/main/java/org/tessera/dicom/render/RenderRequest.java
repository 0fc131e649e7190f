package org.tessera.dicom.render;

import java.util.Optional;

/// What is to be seen.
///
/// @param frame from 1
/// @param window instead of the one the file names; grey pictures only
/// @param viewport to fit into; the frame's own size without one
public record RenderRequest(int frame, Optional<VoiWindow> window, Optional<Viewport> viewport) {
  /// A frame as its file says it is to be seen.
  public static RenderRequest of(int frame) {
    return new RenderRequest(frame, Optional.empty(), Optional.empty());
  }

  /// The same within a viewport.
  public RenderRequest within(Viewport other) {
    return new RenderRequest(frame, window, Optional.of(other));
  }

  /// The same through another window.
  public RenderRequest through(VoiWindow other) {
    return new RenderRequest(frame, Optional.of(other), viewport);
  }
}
