package org.tessera.mappings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// The texts of a folder of rule files, held in memory: from the product itself or from a disk.
public final class RuleFiles {
  private static final String ROOT = "mappings/";

  private final Map<String, String> texts;

  RuleFiles(Map<String, String> texts) {
    this.texts = new TreeMap<>(texts);
  }

  /// The rule files below one folder that ship with the product, such as `studies` or `omop`.
  public static RuleFiles builtIn(String folder) {
    String prefix = ROOT + folder + "/";
    URL self = RuleFiles.class.getResource("RuleFiles.class");
    if (self == null) {
      throw new IllegalStateException("a class without a place");
    }
    try {
      // A jar within a jar answers to JarURLConnection too, but has no file system of its own.
      return self.openConnection() instanceof JarURLConnection jar
          ? inJar(jar.getJarFile(), prefix)
          : below(classPathRoot(self.toURI()).resolve(prefix));
    } catch (IOException e) {
      throw new UncheckedIOException(folder, e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(folder, e);
    }
  }

  /// The rule files below a folder on disk; none when there is no such folder.
  public static RuleFiles below(Path folder) {
    if (!Files.isDirectory(folder)) {
      return new RuleFiles(Map.of());
    }
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (isRule(name)) {
          texts.put(name, Files.readString(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder.toString(), e);
    }
    return new RuleFiles(texts);
  }

  /// A single file.
  public static RuleFiles of(String name, String text) {
    return new RuleFiles(Map.of(name, text));
  }

  /// These files with others beside them; where both have one, the other's is taken.
  public RuleFiles with(RuleFiles others) {
    Map<String, String> all = new TreeMap<>(texts);
    all.putAll(others.texts);
    return new RuleFiles(all);
  }

  /// The same files as if they lay in a folder of this name.
  RuleFiles under(String folder) {
    Map<String, String> moved = new TreeMap<>();
    texts.forEach((name, text) -> moved.put(folder + "/" + name, text));
    return new RuleFiles(moved);
  }

  /// The names of all files, as paths below the folder, sorted.
  public List<String> names() {
    return new ArrayList<>(texts.keySet());
  }

  /// The text of a file.
  public Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /// The YAML of a file; what is wrong with it goes to the problems.
  public Optional<RuleNode> yaml(String name, Problems problems) {
    return text(name).flatMap(text -> RuleYaml.read(name, text, problems));
  }

  /// The rows of a CSV table, by the names of its columns; what is wrong with it goes to the
  /// problems.
  public List<RuleNode.Fields> rows(String name, Problems problems) {
    return text(name).map(text -> RuleRows.read(name, text, problems)).orElse(List.of());
  }

  /// The name of a file that another file names relative to itself, as in `../common/codes.csv`.
  static String relative(String from, String name) {
    return Path.of(from).resolveSibling(name).normalize().toString().replace('\\', '/');
  }

  private static boolean isRule(String name) {
    return (name.endsWith(".yaml") || name.endsWith(".csv")) && !name.contains("golden/");
  }

  private static RuleFiles inJar(JarFile jar, String prefix) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (JarEntry entry : jar.stream().toList()) {
      String name = entry.getName();
      if (name.startsWith(prefix) && isRule(name)) {
        try (InputStream in = jar.getInputStream(entry)) {
          texts.put(
              name.substring(prefix.length()),
              new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return new RuleFiles(texts);
  }

  private static Path classPathRoot(URI self) {
    Path root = Path.of(self);
    for (int up = 0; up <= RuleFiles.class.getName().chars().filter(c -> c == '.').count(); up++) {
      Path parent = root.getParent();
      root = parent == null ? root : parent;
    }
    return root;
  }
}
