package org.tessera.dicom.render;

import java.io.Serial;

/// Carries the reason up to the renderer.
final class Unrendered extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final transient NotRenderable reason;

  Unrendered(NotRenderable reason) {
    super(reason.words(), null, false, false);
    this.reason = reason;
  }

  NotRenderable reason() {
    return reason;
  }
}
