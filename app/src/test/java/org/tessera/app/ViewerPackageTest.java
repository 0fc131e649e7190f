package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Installing the viewer, with small packages made up here.
class ViewerPackageTest {
  private static final String BUNDLE = "package/dist/app.bundle.0a1b2c.js";
  private static final String ROOT = "__webpack_require__.p = \"/\";";

  @TempDir Path folder;

  @Test
  void a_package_is_unpacked_for_the_place_it_is_served_at() throws Exception {
    Map<String, String> files = files();
    files.put("package/dist/app.bundle.css", "a { src: url(/font.woff2) } b { src: url(./x) }");
    files.put("package/dist/assets/logo.svg", "<svg/>");
    files.put("package/dist/app.bundle.js.map", "{}");
    files.put("package/dist/sw.js", "importScripts('https://elsewhere.example')");
    files.put("package/dist/index.html", "<script src='https://elsewhere.example'>");
    files.put("package/LICENSE", "MIT");
    Path file = packed(files);

    int status = command(file, described(file)).run();

    Path viewer = folder.resolve("home/viewer");
    assertThat(status).isZero();
    assertThat(viewer.resolve("app.bundle.0a1b2c.js"))
        .hasContent("é " + ROOT.replace("\"/\"", "\"/viewer/\""));
    assertThat(viewer.resolve("app.bundle.css"))
        .hasContent("a { src: url(/viewer/font.woff2) } b { src: url(./x) }");
    assertThat(viewer.resolve("assets/logo.svg")).hasContent("<svg/>");
    assertThat(viewer.resolve("LICENSE")).hasContent("MIT");
    assertThat(viewer.resolve("app.bundle.js.map")).doesNotExist();
    assertThat(viewer.resolve("sw.js")).doesNotExist();
    assertThat(viewer.resolve("index.html"))
        .content()
        .contains("/viewer/app.bundle.0a1b2c.js")
        .doesNotContain("elsewhere");
  }

  @Test
  void another_file_than_the_one_described_changes_nothing() throws Exception {
    Path good = packed(files());
    ViewerPackage viewer = described(good);
    command(good, viewer).run();
    Map<String, String> others = files();
    others.put("package/dist/more.js", "x");
    Path other = packed(others);

    assertThatThrownBy(() -> command(other, viewer).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SHA-512")
        .hasMessageContaining("nothing was installed");
    assertThat(folder.resolve("home/viewer/index.html")).exists();
    assertThat(folder.resolve("home/viewer/more.js")).doesNotExist();
  }

  @Test
  void a_newer_package_takes_the_place_of_the_old_one() throws Exception {
    Map<String, String> old = files();
    old.put("package/dist/gone.js", "x");
    Path first = packed(old);
    command(first, described(first)).run();
    Path second = packed(files());

    command(second, described(second)).run();

    assertThat(folder.resolve("home/viewer/gone.js")).doesNotExist();
    assertThat(folder.resolve("home/viewer/index.html")).exists();
    assertThat(folder.resolve("home/viewer.old")).doesNotExist();
    assertThat(folder.resolve("home/viewer.new")).doesNotExist();
  }

  @Test
  void names_that_lead_out_of_the_folder_are_refused() throws Exception {
    Map<String, String> files = files();
    files.put("package/dist/../../../../outside.js", "x");
    Path file = packed(files);

    assertThatThrownBy(() -> command(file, described(file)).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("leads out");
    assertThat(folder.resolve("outside.js")).doesNotExist();
    assertThat(folder.resolve("home/viewer")).doesNotExist();
  }

  @Test
  void an_application_that_can_only_be_served_at_the_root_is_refused() throws Exception {
    Path file = packed(Map.of(BUNDLE, "other"));

    assertThatThrownBy(() -> command(file, described(file)).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be served at /viewer/");
    assertThat(folder.resolve("home/viewer")).doesNotExist();
  }

  @Test
  void the_description_that_ships_names_one_version_and_its_hash() {
    ViewerPackage shipped = ViewerPackage.described();

    assertThat(shipped.name()).matches("@ohif/app@\\d+\\.\\d+\\.\\d+");
    assertThat(shipped.licence()).isEqualTo("MIT");
  }

  private static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(BUNDLE, "é " + ROOT);
    return files;
  }

  private Path packed(Map<String, String> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes))) {
      for (Map.Entry<String, String> one : files.entrySet()) {
        byte[] content = one.getValue().getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(one.getKey(), true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    Path file = Files.createTempFile(folder, "package", ".tgz");
    return Files.write(file, bytes.toByteArray());
  }

  /// The description of this very file.
  private static ViewerPackage described(Path file) throws Exception {
    var facts = new Properties();
    try (var shipped = ViewerPackage.class.getResourceAsStream("/viewer/viewer.properties")) {
      facts.load(shipped);
    }
    byte[] hash = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file));
    facts.setProperty("integrity", "sha512-" + Base64.getEncoder().encodeToString(hash));
    return new ViewerPackage(facts);
  }

  private ViewerCommands command(Path file, ViewerPackage viewer) {
    String home = folder.resolve("home").toString();
    CommandLine line =
        CommandLine.parse(
            new String[] {"viewer", "install", "--home", home, "--from", file.toString()});
    return new ViewerCommands(
        line, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), viewer);
  }
}
