package org.tessera.dicom.render;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tessera.dicom.CommandOptions;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Refusal;

/// The command `tessera dicom render`.
public final class RenderCommand {
  private static final String USAGE =
      """
      Usage: tessera dicom render FILE --out PICTURE.png [--frame N] [--window CENTER,WIDTH] [--size N]

        --out PICTURE.png      where the picture goes; .jpg makes a JPEG
        --frame N              which frame, from 1 (1)
        --window CENTER,WIDTH  instead of the file's own
        --size N               fit into a square of so many pixels
      """;
  private static final Set<String> OPTIONS = Set.of("--out", "--frame", "--window", "--size");
  private static final int QUALITY = 90;

  private RenderCommand() {}

  /// Runs the command and ends the process: 0 with a picture, 1 when there is none, 2 for a command
  /// that is none.
  public static void main(String[] words) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(words), out));
  }

  /// Runs the command and returns its status.
  public static int run(List<String> words, PrintStream out) {
    CommandOptions options;
    try {
      options = CommandOptions.parse(words, OPTIONS);
      if (options.arguments().size() != 1 || options.value("--out").isEmpty()) {
        throw new IllegalArgumentException("name one FILE, and with --out the PICTURE");
      }
      return render(Path.of(options.arguments().getFirst()), options, out);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.print(USAGE);
      return 2;
    } catch (IOException _) {
      out.println("the file cannot be read, or the picture not be written");
      return 1;
    }
  }

  private static int render(Path file, CommandOptions options, PrintStream out) throws IOException {
    RenderRequest request = request(options);
    Path target = Path.of(options.value("--out", ""));
    if (Files.exists(target) && Files.isSameFile(file, target)) {
      throw new IllegalArgumentException("the picture would take the place of the file itself");
    }
    return switch (DicomReader.read(file, ReadOptions.whole())) {
      case Refusal refusal -> {
        out.println("refused at byte " + refusal.offset() + ": " + refusal.reason());
        yield 1;
      }
      case DicomFile read ->
          switch (Renderer.render(read, request)) {
            case NotRenderable none -> {
              out.println("no picture: " + none.words());
              yield 1;
            }
            case Picture picture -> {
              boolean jpeg = target.toString().matches("(?i).*\\.jpe?g");
              Files.write(target, jpeg ? picture.jpeg(QUALITY) : picture.png());
              out.println(picture.width() + " x " + picture.height());
              yield 0;
            }
          };
    };
  }

  private static RenderRequest request(CommandOptions options) {
    RenderRequest request = RenderRequest.of(number(options.value("--frame", "1")));
    Optional<String> size = options.value("--size");
    if (size.isPresent()) {
      int side = number(size.get());
      request = request.within(new Viewport(side, side));
    }
    Optional<String> window = options.value("--window");
    if (window.isEmpty()) {
      return request;
    }
    String[] parts = window.get().split(",", -1);
    try {
      double center = Double.parseDouble(parts[0]);
      double width = Double.parseDouble(parts[1]);
      return request.through(new VoiWindow(center, width, VoiWindow.Function.LINEAR));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
      throw new IllegalArgumentException("a window is two numbers, as in 40,400");
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("frames and sizes are whole numbers");
    }
  }
}
