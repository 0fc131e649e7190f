package org.tessera.mappings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Puts several files of a folder in place as one step: each is written beside its place first,
/// then a list of them; from then on they count, and whoever finds the list completes the step.
final class FilePlacement {
  private static final String BESIDE = ".new";
  private static final String LIST = ".taking-in";

  private FilePlacement() {}

  static void put(Path folder, Map<String, String> texts) throws IOException {
    Files.createDirectories(folder);
    // What an earlier step left undone counts already.
    complete(folder);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      write(folder.resolve(text.getKey() + BESIDE), text.getValue());
    }
    Path list = folder.resolve(LIST + BESIDE);
    write(list, String.join("\n", texts.keySet()));
    sync(folder);
    Files.move(list, folder.resolve(LIST), StandardCopyOption.ATOMIC_MOVE);
    complete(folder);
  }

  /// Completes a step that was broken off after it counted, and forgets one that was broken off
  /// before.
  static void complete(Path folder) throws IOException {
    Path list = folder.resolve(LIST);
    if (Files.exists(list)) {
      sync(folder);
      for (String name : Files.readAllLines(list)) {
        Path beside = folder.resolve(name + BESIDE);
        if (Files.exists(beside)) {
          Files.move(
              beside,
              folder.resolve(name),
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.ATOMIC_MOVE);
        }
      }
      sync(folder);
      Files.delete(list);
    }
    for (Path left : files(folder)) {
      if (left.toString().endsWith(BESIDE)) {
        Files.deleteIfExists(left);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static void write(Path file, String text) throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
