package org.tessera.dicom.render;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.EncapsulatedElement;
import org.tessera.dicom.FrameFragments;
import org.tessera.dicom.Value;

/// Puts together a frame of encapsulated pixel data.
final class Frames {
  private static final long FRAME_BYTES_MAX = 1L << 27;

  private Frames() {}

  /// The compressed bytes of a frame, counted from 0.
  static byte[] bytes(DataSet dataSet, EncapsulatedElement pixels, int count, int frame)
      throws IOException, Unrendered {
    List<List<Value>> frames = FrameFragments.of(dataSet, pixels, count);
    if (frames.isEmpty()) {
      throw new Unrendered(NotRenderable.damaged("the frames cannot be told apart"));
    }
    return joined(frames.get(frame));
  }

  private static byte[] joined(List<Value> fragments) throws IOException, Unrendered {
    long size = fragments.stream().mapToLong(Value::length).sum();
    if (size > FRAME_BYTES_MAX) {
      throw new Unrendered(
          new NotRenderable(
              NotRenderable.Reason.TOO_LARGE,
              "the frame has more than " + FRAME_BYTES_MAX + " compressed bytes"));
    }
    if (fragments.size() == 1) {
      return fragments.getFirst().bytes();
    }
    var all = new ByteArrayOutputStream((int) size);
    for (Value fragment : fragments) {
      all.writeBytes(fragment.bytes());
    }
    return all.toByteArray();
  }
}
