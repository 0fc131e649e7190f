package org.tessera.vocabularies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Lists a folder of the class path, whether it lies on disk, in a jar or in a jar within a jar.
final class ClassPathFolder {
  private ClassPathFolder() {}

  /// The names of the files directly in the folder, sorted.
  ///
  /// @param folder path from the root of the class path, with a slash at its end
  static List<String> files(String folder) {
    URL self = ClassPathFolder.class.getResource("ClassPathFolder.class");
    if (self == null) {
      throw new IllegalStateException("a class without a place");
    }
    try {
      if (self.openConnection() instanceof JarURLConnection jar) {
        return jar.getJarFile().stream()
            .map(entry -> entry.getName())
            .filter(name -> name.startsWith(folder) && name.indexOf('/', folder.length()) < 0)
            .map(name -> name.substring(folder.length()))
            .filter(name -> !name.isEmpty())
            .sorted()
            .toList();
      }
      return onDisk(self.toURI(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder, e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(folder, e);
    }
  }

  private static List<String> onDisk(URI self, String folder) throws IOException {
    Path root = Path.of(self);
    String name = ClassPathFolder.class.getName();
    for (int dots = name.length() - name.replace(".", "").length(); dots >= 0; dots--) {
      root = parent(root);
    }
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .sorted()
          .toList();
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
