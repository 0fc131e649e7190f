package org.tessera.app.demo;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.List;
import java.util.SplittableRandom;

/// Pictures of a body that is nobody's: ellipses over each other, a lesion among them, and noise.
final class ScanBody {
  private static final List<NamedCsvRecord> SHAPES = ScanTable.rows("pictures.csv");
  private static final String LESION = "lesion";

  /// A shape, in a square from -1 to 1.
  ///
  /// @param thick how much of the stack it fills
  private record Shape(
      NamedCsvRecord row, double x, double y, double width, double height, double thick) {
    double value(String column) {
      return Double.parseDouble(row.getField(column));
    }
  }

  private final List<Shape> shapes;
  private final Shape noise;

  /// @param name the body's in the table
  ScanBody(String name, Chance chance) {
    List<Shape> all =
        SHAPES.stream()
            .filter(row -> row.getField("body").equals(name))
            .map(row -> shape(row, chance))
            .toList();
    noise = all.getFirst();
    shapes = all.subList(1, all.size());
  }

  private static Shape shape(NamedCsvRecord row, Chance chance) {
    boolean lesion = row.getField("shape").equals(LESION);
    double larger = lesion ? chance.normal(1, 0.3, 0.5, 1.6) : 1;
    return new Shape(
        row,
        number(row, "x") + (lesion ? chance.normal(0, 0.05, -0.1, 0.1) : 0),
        number(row, "y") + (lesion ? chance.normal(0, 0.05, -0.1, 0.1) : 0),
        number(row, "width") * larger,
        number(row, "height") * larger,
        number(row, "thick"));
  }

  private static double number(NamedCsvRecord row, String column) {
    return Double.parseDouble(row.getField(column));
  }

  /// The values of one slice, row by row.
  ///
  /// @param seen what is seen of it: a column of the table, `DWI` or `DCE`
  /// @param pass the b-value, or the seconds after the contrast agent
  double[] picture(String seen, double pass, double depth, int side, long dice) {
    double[] values = new double[side * side];
    for (Shape shape : shapes) {
      double inside = 1 - depth * depth / (shape.thick * shape.thick);
      double size = shape.thick == 1 ? 1 : Math.sqrt(Math.max(0, inside));
      if (size > 0) {
        paint(shape, size, value(shape, seen, pass), side, values);
      }
    }
    double stray = value(noise, seen, 0);
    var random = new SplittableRandom(dice);
    for (int pixel = 0; pixel < values.length; pixel++) {
      values[pixel] += stray * (random.nextDouble() + random.nextDouble() - 1);
    }
    return values;
  }

  private static void paint(Shape shape, double size, double value, int side, double[] values) {
    double width = shape.width * size;
    double height = shape.height * size;
    for (int row = 0; row < side; row++) {
      double y = ((2.0 * row + 1) / side - 1 - shape.y) / height;
      if (Math.abs(y) < 1) {
        double half = width * Math.sqrt(1 - y * y);
        int from = column(shape.x - half, side);
        int to = column(shape.x + half, side);
        for (int pixel = row * side + from; pixel < row * side + to; pixel++) {
          values[pixel] = value;
        }
      }
    }
  }

  private static int column(double x, int side) {
    return Math.clamp(Math.round((x + 1) * side / 2), 0, side);
  }

  /// Diffusion falls with b, and contrast comes within half a minute.
  private static double value(Shape shape, String seen, double pass) {
    return switch (seen) {
      case "DWI" -> shape.value("T2") * Math.exp(-pass * shape.value("ADC") * 1e-6);
      case "DCE" -> shape.value("T1") * (1 + shape.value("ENH") / 100 * (1 - Math.exp(-pass / 25)));
      default -> shape.value(seen);
    };
  }
}
