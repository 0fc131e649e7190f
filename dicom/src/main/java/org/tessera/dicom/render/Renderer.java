package org.tessera.dicom.render;

import java.io.IOException;
import java.util.Optional;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.DicomFile;

/// Makes a picture of a frame.
public final class Renderer {
  private Renderer() {}

  /// Renders a frame of a file that was read with its pixels.
  ///
  /// @throws IOException when pixels that stayed in their file can no longer be read
  public static Rendering render(DicomFile file, RenderRequest request) throws IOException {
    Optional<PixelDescription> told = PixelDescription.of(file.dataSet());
    if (told.isEmpty()) {
      boolean picture = file.dataSet().contains(org.tessera.dicom.Tag.Rows);
      return picture
          ? new NotRenderable(
              NotRenderable.Reason.UNKNOWN_LAYOUT,
              "rows, columns, samples or bits are none this can read")
          : new NotRenderable(NotRenderable.Reason.NO_PIXELS, "the instance has no pixels");
    }
    try {
      return render(file, told.get(), request);
    } catch (Unrendered unrendered) {
      return unrendered.reason();
    }
  }

  private static Picture render(DicomFile file, PixelDescription told, RenderRequest request)
      throws IOException, Unrendered {
    int frame = request.frame() - 1;
    DataSet dataSet = file.dataSet();
    FrameReader.Samples samples = FrameReader.read(file, told, frame);
    Picture picture;
    if (GreyScale.isGrey(told)) {
      picture = new GreyScale(dataSet, frame, request.window()).render(samples);
    } else if (told.samples() == 1) {
      picture =
          Palette.of(dataSet)
              .orElseThrow(() ->
                  new Unrendered(NotRenderable.damaged("the colour palette is missing or damaged")))
              .render(samples);
    } else {
      picture = Colours.render(samples);
    }
    return Scaling.apply(picture, dataSet, frame, request.viewport());
  }
}
