package org.tessera.dicom.render;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    Map<String, String> options = new TreeMap<>();
    List<String> files = new ArrayList<>();
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      if (!word.startsWith("--")) {
        files.add(word);
      } else if (at + 1 < words.size()
          && List.of("--out", "--frame", "--window", "--size").contains(word)) {
        options.put(word, words.get(++at));
      } else {
        out.print(USAGE);
        return 2;
      }
    }
    if (files.size() != 1 || !options.containsKey("--out")) {
      out.print(USAGE);
      return 2;
    }
    try {
      return render(Path.of(files.getFirst()), options, out);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.print(USAGE);
      return 2;
    } catch (IOException _) {
      out.println("the file cannot be read, or the picture not be written");
      return 1;
    }
  }

  private static int render(Path file, Map<String, String> options, PrintStream out)
      throws IOException {
    RenderRequest request = request(options);
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
              Path target = Path.of(options.getOrDefault("--out", ""));
              boolean jpeg = target.toString().matches("(?i).*\\.jpe?g");
              Files.write(target, jpeg ? picture.jpeg(QUALITY) : picture.png());
              out.println(picture.width() + " x " + picture.height());
              yield 0;
            }
          };
    };
  }

  private static RenderRequest request(Map<String, String> options) {
    RenderRequest request = RenderRequest.of(number(options.getOrDefault("--frame", "1")));
    if (options.containsKey("--size")) {
      int size = number(options.getOrDefault("--size", ""));
      request = request.within(new Viewport(size, size));
    }
    if (!options.containsKey("--window")) {
      return request;
    }
    String[] parts = options.getOrDefault("--window", "").split(",", -1);
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
