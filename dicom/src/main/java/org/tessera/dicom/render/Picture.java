package org.tessera.dicom.render;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A picture of eight bits a sample: grey, or red, green and blue.
public final class Picture implements Rendering {
  private final int width;
  private final int height;
  private final int bands;
  private final byte[] samples;

  /// @param bands 1 or 3, interleaved
  Picture(int width, int height, int bands, byte[] samples) {
    this.width = width;
    this.height = height;
    this.bands = bands;
    this.samples = samples;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /// Whether it has colours.
  boolean isColour() {
    return bands == 3;
  }

  /// The grey level, 0 to 255, or of a colour the red, green and blue one as `0xRRGGBB`.
  public int at(int x, int y) {
    int place = (y * width + x) * bands;
    return bands == 1
        ? samples[place] & 0xFF
        : (samples[place] & 0xFF) << 16
            | (samples[place + 1] & 0xFF) << 8
            | (samples[place + 2] & 0xFF);
  }

  int bands() {
    return bands;
  }

  byte[] samples() {
    return samples;
  }

  /// The picture for Java's own tools.
  private BufferedImage image() {
    var image =
        new BufferedImage(
            width,
            height,
            bands == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    if (bands == 1) {
      System.arraycopy(samples, 0, target, 0, samples.length);
      return image;
    }
    for (int i = 0; i < samples.length; i += 3) {
      target[i] = samples[i + 2];
      target[i + 1] = samples[i + 1];
      target[i + 2] = samples[i];
    }
    return image;
  }

  /// The picture as a PNG file.
  public byte[] png() {
    return written("png", 0);
  }

  /// The picture as a baseline JPEG file.
  ///
  /// @param quality 1 to 100
  public byte[] jpeg(int quality) {
    return written("jpeg", Math.clamp(quality, 1, 100) / 100f);
  }

  /// Image I/O's own streams would leave the picture in a temporary file meanwhile.
  private byte[] written(String format, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    var out = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (quality > 0) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
      }
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image(), null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
