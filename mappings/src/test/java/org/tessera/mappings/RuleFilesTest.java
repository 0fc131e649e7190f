package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rule files are found wherever the product lies.
final class RuleFilesTest {
  @Test
  void the_rules_of_the_product_are_found_in_its_classes_and_not_their_examples() {
    RuleFiles files = RuleFiles.builtIn("studies");
    assertThat(files.names()).contains("prostate/study.yaml").noneMatch(n -> n.contains("golden"));
    assertThat(RuleFiles.builtIn("no-such-folder").names()).isEmpty();
  }

  @Test
  void the_rules_of_the_product_are_found_in_its_jar(@TempDir Path folder) throws Exception {
    Path jar = folder.resolve("mappings.jar");
    pack(Path.of("target/classes"), jar);
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Class<?> files = loader.loadClass(RuleFiles.class.getName());
      Object found = files.getMethod("builtIn", String.class).invoke(null, "studies");
      assertThat(files.getMethod("names").invoke(found))
          .isEqualTo(RuleFiles.builtIn("studies").names());
    }
  }

  @Test
  void a_folder_beside_the_product_adds_files_and_replaces_those_of_the_same_name(
      @TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("prostate"));
    Files.createDirectories(folder.resolve("new/golden"));
    Files.writeString(folder.resolve("prostate/study.yaml"), "study: replaced");
    Files.writeString(folder.resolve("new/study.yaml"), "study: new");
    Files.writeString(folder.resolve("new/golden/case.csv"), "x");
    RuleFiles files = RuleFiles.builtIn("studies").with(RuleFiles.below(folder));
    assertThat(files.text("prostate/study.yaml")).hasValue("study: replaced");
    assertThat(files.names()).contains("new/study.yaml", "common/codes.csv");
    assertThat(files.names()).doesNotContain("new/golden/case.csv");
    assertThat(RuleFiles.below(folder.resolve("absent")).names()).isEmpty();
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }
}
