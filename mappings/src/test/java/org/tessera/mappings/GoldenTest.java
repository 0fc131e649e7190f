package org.tessera.mappings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tessera.vocabularies.Vocabularies;

/// Every worked example of every study still becomes what its author accepted.
///
/// `-Dgolden.update` rewrites the expectations; the difference is then reviewed like any change.
final class GoldenTest {
  private static final boolean UPDATE = System.getProperty("golden.update") != null;

  @TestFactory
  Stream<DynamicTest> an_example_becomes_what_its_author_accepted() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Study study : Mappings.builtIn(Vocabularies.builtIn()).studies()) {
      for (Path file : WorkedExample.in(Path.of("studies", study.name(), "golden"))) {
        tests.add(test(new WorkedExample(study, file)));
      }
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> a_form_has_ten_examples_or_more() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Study study : Mappings.builtIn(Vocabularies.builtIn()).studies()) {
      for (Form form : study.forms()) {
        tests.add(
            DynamicTest.dynamicTest(
                study.name() + " " + form.name(),
                () -> assertThat(examples(study, form)).hasSizeGreaterThanOrEqualTo(10)));
      }
    }
    return tests.stream();
  }

  private static List<Path> examples(Study study, Form form) throws IOException {
    String prefix = form.name().toLowerCase(Locale.ROOT) + "-case-";
    return WorkedExample.in(Path.of("studies", study.name(), "golden")).stream()
        .filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
        .toList();
  }

  private static DynamicTest test(WorkedExample example) {
    return DynamicTest.dynamicTest(
        example.study().name() + " " + example.file().getFileName(),
        () -> {
          String actual = example.actual();
          if (UPDATE) {
            Files.writeString(example.expectation(), actual);
          }
          assertThat(example.expectation()).exists();
          assertThat(actual).isEqualTo(Files.readString(example.expectation()));
        });
  }
}
