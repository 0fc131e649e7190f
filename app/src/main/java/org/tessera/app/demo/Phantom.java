package org.tessera.app.demo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Pictures of nobody: a breast as an ellipse of textured tissue with a lump in it, sixteen bits a
/// pixel.
final class Phantom {
  private static final int SKIN = 400;
  private static final int TISSUE = 1_600;
  private static final int LUMP = 1_500;
  private static final int GREY_MAX = 4_095;

  private final int rows;
  private final int columns;
  private final double lumpX;
  private final double lumpY;
  private final double lumpSize;
  private final double grain;

  Phantom(int rows, int columns, Chance chance) {
    this.rows = rows;
    this.columns = columns;
    this.lumpX = chance.normal(0.45, 0.1, 0.25, 0.65);
    this.lumpY = chance.normal(0, 0.2, -0.5, 0.5);
    this.lumpSize = chance.normal(0.09, 0.03, 0.04, 0.18);
    this.grain = chance.normal(0.3, 0.06, 0.15, 0.5);
  }

  /// A picture from the chest wall at the left.
  ///
  /// @param depth how far from the middle, -1 to 1: the ellipse and the lump become smaller
  byte[] picture(double depth) {
    ByteBuffer pixels = ByteBuffer.allocate(2 * rows * columns).order(ByteOrder.LITTLE_ENDIAN);
    double size = Math.sqrt(Math.max(0.05, 1 - depth * depth));
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double x = (double) column / columns / (0.85 * size);
        double y = (2.0 * row / rows - 1) / (0.95 * size);
        pixels.putShort((short) grey(x, y, size));
      }
    }
    return pixels.array();
  }

  /// Where the lump is in that picture, one byte a pixel: 1 in it, else 0.
  byte[] lump(double depth) {
    byte[] mask = new byte[rows * columns];
    double size = Math.sqrt(Math.max(0.05, 1 - depth * depth));
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double x = (double) column / columns / (0.85 * size);
        double y = (2.0 * row / rows - 1) / (0.95 * size);
        boolean inside = Math.hypot(x - lumpX, y - lumpY) < lumpSize * size;
        mask[row * columns + column] = (byte) (inside ? 1 : 0);
      }
    }
    return mask;
  }

  /// The lump's greatest width.
  ///
  /// @param pixelMm width of a pixel
  double lumpMm(double pixelMm) {
    return 2 * lumpSize * 0.85 * columns * pixelMm;
  }

  private int grey(double x, double y, double size) {
    double edge = x * x + y * y;
    if (edge >= 1) {
      return 0;
    }
    double texture = Math.sin(31 * x + 7 * y) * Math.sin(23 * y - 5 * x);
    double far = Math.hypot(x - lumpX, y - lumpY) / (lumpSize * size);
    double lump = LUMP * Math.exp(-far * far);
    double tissue = TISSUE * (1 - 0.6 * edge) * (1 + grain * texture);
    return (int) Math.clamp(SKIN + tissue + lump, 0, GREY_MAX);
  }
}
