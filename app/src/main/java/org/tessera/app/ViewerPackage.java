package org.tessera.app;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.springframework.util.FileSystemUtils;

/// The npm package of the viewer: what it is called, that a file is it byte for byte, and how its
/// files come to stand where a node serves them from.
final class ViewerPackage {
  private static final String CONTENT = "package/dist/";
  private static final String LICENCE = "package/LICENSE";
  private static final long UNPACKED_BYTES_MAX = 1L << 30;
  private static final int BUNDLE_BYTES_MAX = 64 << 20;
  private static final Pattern MAIN = Pattern.compile("app\\.bundle\\.[0-9a-f]+\\.js");

  private final Properties facts;

  ViewerPackage(Properties facts) {
    this.facts = facts;
  }

  /// The one that ships as a description.
  static ViewerPackage described() {
    var facts = new Properties();
    try (var in = resource("viewer.properties")) {
      facts.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ViewerPackage(facts);
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(ViewerPackage.class.getResourceAsStream("/viewer/" + name));
  }

  /// As npm calls it: `@scope/name@version`.
  String name() {
    return fact("package") + "@" + fact("version");
  }

  String version() {
    return fact("version");
  }

  String licence() {
    return fact("licence");
  }

  private String fact(String name) {
    return Objects.requireNonNull(facts.getProperty(name), name);
  }

  /// Unpacks the package into a folder, which is replaced when all is there.
  ///
  /// @throws IllegalStateException when the file is another than the one described
  void install(Path file, Path folder) throws IOException {
    if (!hash(file).equals(fact("integrity"))) {
      throw new IllegalStateException(
          file.getFileName()
              + " is not "
              + name()
              + " as its makers published it (its SHA-512 differs); nothing was installed");
    }
    Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
    Path old = folder.resolveSibling(folder.getFileName() + ".old");
    FileSystemUtils.deleteRecursively(fresh);
    FileSystemUtils.deleteRecursively(old);
    unpack(file, fresh);
    writePage(fresh);
    if (Files.exists(folder)) {
      Files.move(folder, old);
    }
    Files.move(fresh, folder);
    FileSystemUtils.deleteRecursively(old);
  }

  private static String hash(Path file) throws IOException {
    try (var in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-512"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return "sha512-" + Base64.getEncoder().encodeToString(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void unpack(Path file, Path folder) throws IOException {
    Pattern leave = Pattern.compile(fact("leave"));
    long bytes = 0;
    try (var tar =
        new TarArchiveInputStream(
            new GzipCompressorInputStream(new BufferedInputStream(Files.newInputStream(file))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String path = path(entry.getName());
        bytes += entry.getSize();
        if (bytes > UNPACKED_BYTES_MAX) {
          throw new IllegalStateException("the package unpacks to more than a viewer needs");
        }
        if (!entry.isFile() || path.isEmpty() || leave.matcher(path).matches()) {
          continue;
        }
        Path target = folder.resolve(path).normalize();
        if (!target.startsWith(folder)) {
          throw new IllegalStateException("a name in the package leads out of its folder");
        }
        Files.createDirectories(target.getParent());
        write(tar, entry, target);
      }
    }
  }

  private static String path(String name) {
    return name.equals(LICENCE)
        ? "LICENSE"
        : name.startsWith(CONTENT) ? name.substring(CONTENT.length()) : "";
  }

  /// Bundles and style sheets are made for the root of a host; a node serves them below `/viewer/`.
  private void write(InputStream in, TarArchiveEntry entry, Path target) throws IOException {
    String name = target.getFileName().toString();
    if (entry.getSize() > BUNDLE_BYTES_MAX || !(name.endsWith(".js") || name.endsWith(".css"))) {
      Files.copy(in, target);
      return;
    }
    // Every byte is kept, whatever it means.
    String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    String root = fact("root");
    String moved =
        name.endsWith(".css")
            ? text.replace("url(/", "url(/viewer/")
            : text.replace(root, root.replace("\"/\"", "\"/viewer/\""));
    Files.write(target, moved.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The page that loads the viewer: ours, without what the package's own would fetch from
  /// elsewhere.
  private void writePage(Path folder) throws IOException {
    String bundle;
    try (var files = Files.list(folder)) {
      bundle =
          files
              .map(one -> one.getFileName().toString())
              .filter(one -> MAIN.matcher(one).matches())
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("the package holds no application"));
    }
    if (!Files.readString(folder.resolve(bundle), StandardCharsets.ISO_8859_1)
        .contains("\"/viewer/\"")) {
      throw new IllegalStateException("the package's application cannot be served at /viewer/");
    }
    try (var page = resource("index.html")) {
      String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(folder.resolve("index.html"), text.replace("{bundle}", bundle));
    }
  }
}
